#include "host/insured_book.hpp"

#include <algorithm>

#include "base/secret.hpp"

namespace omote::host {

namespace {

constexpr std::size_t kMostText = 120;  // bytes: forty signs in full width

void wipe(ports::InsuredData& data) {
  for (auto* text : {&data.insurer_number, &data.symbol, &data.number, &data.branch}) wipe_memory(text->data(), text->size());
  data = {};
}

bool digits(const std::string& text, std::size_t most) {
  return text.size() <= most && text.find_first_not_of("0123456789") == std::string::npos;
}

bool plain(const std::string& text) {
  return text.size() <= kMostText && std::ranges::none_of(text, [](unsigned char c) { return c < 0x20; });
}

}  // namespace

InsuredBook::~InsuredBook() {
  for (auto& [visit, data] : typed_) wipe(data);
}

Result<void> InsuredBook::note(const std::string& visit, const console::v1::InsuredData& typed) {
  const auto wrong = [](const char* field) { return fail("insured_data_incomplete", field); };
  if (typed.insurer_number().empty() || !digits(typed.insurer_number(), 8)) return wrong("insurer_number");
  if (!plain(typed.symbol())) return wrong("symbol");
  if (typed.number().empty() || !plain(typed.number())) return wrong("number");
  if (!digits(typed.branch(), 2)) return wrong("branch");
  const auto birth = parse_date(typed.birth());
  if (!birth) return wrong("birth");
  const std::scoped_lock lock(mutex_);
  typed_[visit] = {typed.insurer_number(), typed.symbol(), typed.number(), typed.branch(), *birth};
  return {};
}

std::optional<ports::InsuredData> InsuredBook::of(const std::string& visit) const {
  const std::scoped_lock lock(mutex_);
  const auto at = typed_.find(visit);
  return at == typed_.end() ? std::nullopt : std::optional(at->second);
}

void InsuredBook::forget(const std::string& visit) {
  const std::scoped_lock lock(mutex_);
  const auto at = typed_.find(visit);
  if (at == typed_.end()) return;
  wipe(at->second);
  typed_.erase(at);
}

}  // namespace omote::host
