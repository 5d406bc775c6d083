#include "domain/catalogue/failures.hpp"

#include <algorithm>

namespace omote::catalogue {

namespace {

const FailureEntry* find(std::string_view reason, std::string_view phase) {
  const auto& rows = all_failures();
  const auto at = std::ranges::find_if(rows, [&](const FailureEntry& row) { return row.reason == reason && row.phase == phase; });
  return at == rows.end() ? nullptr : &*at;
}

}  // namespace

const std::vector<FailureEntry>& all_failures() {
  static const std::vector<FailureEntry> rows{
#include "catalogue/failures.inc"
  };
  return rows;
}

const FailureEntry& find_failure(std::string_view reason, std::string_view phase) {
  if (const auto* row = find(reason, phase)) return *row;
  if (const auto* row = find(reason, "")) return *row;
  return *find("unknown", "");
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ",") + word;
  return text;
}

}  // namespace omote::catalogue
