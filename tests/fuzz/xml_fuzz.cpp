// Result files of any bytes: what is accepted and written again must be read again as the same.
#include <cstdlib>

#include "domain/eligibility/xml.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace omote;
  using namespace omote::eligibility;
  const auto first = parse_xml_file({reinterpret_cast<const char*>(data), size}, {.bytes = 1 << 16, .elements = 2000});
  if (!first) return 0;
  const auto text = write_xml(*first, "UTF-8");
  if (!text) return 0;
  const auto second = parse_xml(*text);
  if (!second) std::abort();
  const auto again = write_xml(*second, "UTF-8");
  if (!again || parse_xml(*again) != *second) std::abort();
  static_cast<void>(to_xml_file(*first, Encoding::ShiftJis));
  return 0;
}
