#include "journal/names.hpp"

#include <array>
#include <map>

#include "domain/catalogue/catalogue.hpp"

namespace omote::journal {

namespace {

// A document that cannot be read would stop the programs elsewhere; here the ids stand for themselves then.
const catalogue::Catalogue* names() {
  static const auto built_in = catalogue::Catalogue::built_in();
  return built_in ? &*built_in : nullptr;
}

// A heading stands inside a sentence here.
std::string without_stop(std::string_view text) {
  for (const std::string_view stop : {"。", "."}) {
    if (text.ends_with(stop)) text.remove_suffix(stop.size());
  }
  return std::string(text);
}

}  // namespace

std::optional<Name> name_of(std::string_view field, const std::string& id) {
  const auto* all = names();
  if (all == nullptr || id.empty()) return std::nullopt;
  if (field == "cause") {
    if (const auto* cause = all->cause(id)) return Name{cause->title.ja, cause->title.en};
  } else if (field == "remedy" || field == "cured_by") {
    if (const auto* remedy = all->remedy(id)) return Name{remedy->title.ja, remedy->title.en};
  }
  return std::nullopt;
}

std::optional<Name> heading_of(const std::string& row, const std::string& code, const std::string& detail) {
  const auto* all = names();
  if (all == nullptr || (row.empty() && code.empty())) return std::nullopt;
  // Few are asked for again and again, by a million records.
  static thread_local std::map<std::array<std::string, 3>, std::optional<Name>> asked;
  if (const auto at = asked.find({row, code, detail}); at != asked.end()) return at->second;
  if (asked.size() > 1000) asked.clear();
  const auto* entry = all->by_row(row);
  if (entry == nullptr && !code.empty()) {
    const auto found = all->find(code, detail);
    entry = found.empty() ? nullptr : found.front();
  }
  auto& name = asked[{row, code, detail}];
  if (entry != nullptr) name = Name{without_stop(entry->heading.ja), without_stop(entry->heading.en)};
  return name;
}

}  // namespace omote::journal
