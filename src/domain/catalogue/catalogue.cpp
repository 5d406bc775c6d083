#include "domain/catalogue/catalogue.hpp"

#include <algorithm>
#include <cctype>

#include "base/text.hpp"

// NOLINTBEGIN(readability-identifier-naming): written by cmake/embed.cmake
extern const unsigned char omote_catalogue_document[];
extern const unsigned long omote_catalogue_document_size;
// NOLINTEND(readability-identifier-naming)

namespace omote::catalogue {

namespace {

template <class Row>
const Row* with_id(const std::vector<Row>& rows, std::string_view id) {
  const auto at = std::ranges::find(rows, id, &Row::id);
  return at == rows.end() ? nullptr : &*at;
}

// As people type what they read: wide characters, small letters and blanks are forgiven.
std::string plain(std::string_view typed) {
  std::string text;
  for (const char32_t c : to_code_points(typed)) {
    const auto narrow = c >= U'！' && c <= U'～' ? c - U'！' + U'!' : c;
    if (narrow > U' ' && narrow < 0x7F) text += static_cast<char>(std::toupper(static_cast<int>(narrow)));
  }
  return text;
}

// FUJ008 and 008 are one code: screens show either.
std::string code_of(std::string_view typed) {
  auto code = plain(typed);
  if (code.size() == 6 && code.starts_with("FUJ") && std::isdigit(static_cast<unsigned char>(code[3])) != 0) code.erase(0, 3);
  return code;
}

bool same(std::string_view detail, std::string_view typed) {
  return std::ranges::equal(detail, typed, [](unsigned char ours, unsigned char theirs) { return std::toupper(ours) == theirs; });
}

// In a pattern ("xxxxC02-4") the x at the start are digits, however many; the x of "0x81000005" is itself.
bool detail_fits(std::string_view detail, std::string_view typed) {
  if (same(detail, typed)) return true;
  if (!detail.starts_with("xx")) return false;
  const auto digits = std::min(typed.find_first_not_of("0123456789"), typed.size());
  return digits > 0 && same(detail.substr(detail.find_first_not_of('x')), typed.substr(digits));
}

bool has_alias(const Entry& entry, std::string_view word) {
  return std::ranges::any_of(entry.aliases, [&](const auto& alias) { return code_of(alias) == word; });
}

}  // namespace

bool takes_over(const Entry& entry, const Entry& other) {
  return std::ranges::find(entry.takes_over, other.row) != entry.takes_over.end();
}

std::string sentence(const FactRule& rule, const fact::Fact& fact, std::string_view language) {
  const auto& title = rule.title.in(language).empty() ? rule.id : rule.title.in(language);
  if (!fact.value) return title + ": ?";
  const auto value = fact::to_text(fact);
  if (const auto* flag = std::get_if<bool>(&*fact.value)) {
    const auto& said = (*flag ? rule.is : rule.is_not).in(language);
    return said.empty() ? title + ": " + value : said;
  }
  if (const auto at = rule.value_words.find(value); at != rule.value_words.end()) return at->second.in(language);
  auto said = rule.is.in(language);
  const auto place = said.find("{value}");
  if (place == std::string::npos) return title + ": " + value;
  return said.replace(place, std::string_view("{value}").size(), value);
}

const Entry* Catalogue::by_row(std::string_view row) const {
  const auto wanted = plain(row);
  const auto at = std::ranges::find(entries_, wanted, &Entry::row);
  return at == entries_.end() ? nullptr : &*at;
}

const Cause* Catalogue::cause(std::string_view id) const {
  return with_id(causes_, id);
}

const Remedy* Catalogue::remedy(std::string_view id) const {
  return with_id(remedies_, id);
}

const FactRule* Catalogue::fact(std::string_view id) const {
  return with_id(facts_, id);
}

const Entry& Catalogue::raised_by(std::string_view reason, std::string_view phase) const {
  const auto raised = [&](std::string_view wanted, std::string_view when) {
    return std::ranges::find_if(entries_, [&](const Entry& entry) {
      return std::ranges::any_of(entry.raised, [&](const Raised& r) { return r.reason == wanted && r.phase == when; });
    });
  };
  if (const auto at = raised(reason, phase); at != entries_.end()) return *at;
  if (const auto at = raised(reason, ""); at != entries_.end()) return *at;
  return *raised("unknown", "");
}

std::vector<const Entry*> Catalogue::find(std::string_view code, std::string_view detail) const {
  const auto wanted = code_of(code);
  const auto part = plain(detail);
  std::vector<const Entry*> found;
  if (wanted.empty() && part.empty()) return found;
  for (const auto& entry : entries_) {
    if (!wanted.empty() && code_of(entry.code) != wanted && !has_alias(entry, wanted)) continue;
    if (!part.empty() && !detail_fits(entry.detail, part) && !has_alias(entry, part)) continue;
    found.push_back(&entry);
  }
  return found;
}

Result<Catalogue> Catalogue::built_in() {
  return from_json(json());
}

std::string_view Catalogue::json() {
  return {reinterpret_cast<const char*>(omote_catalogue_document), omote_catalogue_document_size};
}

}  // namespace omote::catalogue
