// Any query of an address: a filter or a reason, and what people search for never grows nor breaks.
#include <cstdlib>

#include "base/text.hpp"
#include "ports/log_port.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace omote;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto now = from_jst({{2026, 11, 22}, 9, 30, 0});
  const auto filter = ports::filter_of_query(text, now);
  if (!filter) {
    if (filter.error().context.find("expected") == std::string::npos) std::abort();
    return 0;
  }
  if (filter->most < 1 || filter->most > 10'000 || filter->text.size() > 400) std::abort();
  const auto form = to_search_form(filter->text);
  if (to_search_form(form) != form || !is_utf8(to_one_line(filter->text))) std::abort();
  for (const char c : to_one_line(filter->text)) {
    if (static_cast<unsigned char>(c) < 0x20) std::abort();
  }
  return 0;
}
