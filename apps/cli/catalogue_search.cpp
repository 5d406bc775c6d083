#include "apps/cli/catalogue_search.hpp"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace omote::cli {

namespace {

constexpr std::size_t kMostNear = 5;
constexpr std::size_t kMostWrong = 2;  // characters

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result;
}

// How many characters have to be changed, added or left out.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto changed = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
      corner = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
    }
  }
  return row[b.size()];
}

std::size_t distance_to(const catalogue::Entry& entry, std::string_view what) {
  std::size_t least = std::min(distance(upper(entry.code), what), distance(upper(entry.row), what));
  if (!entry.shows.empty()) least = std::min(least, distance(upper(entry.shows), what));
  return least;
}

bool speaks_of(const catalogue::Words& words, std::string_view what) {
  return upper(words.ja).find(what) != std::string::npos || upper(words.en).find(what) != std::string::npos;
}

bool speaks_of(const catalogue::Entry& entry, const catalogue::Catalogue& catalogue, std::string_view what) {
  if (speaks_of(entry.heading, what)) return true;
  return std::ranges::any_of(entry.causes, [&](const auto& cause) { return speaks_of(catalogue.cause(cause.id)->title, what); });
}

}  // namespace

Asked look_up(const catalogue::Catalogue& catalogue, std::string_view what, std::string_view detail) {
  Asked asked;
  if (detail.empty()) {
    for (const auto& entry : catalogue.entries())
      if (entry.row == upper(what)) asked.entries.push_back(&entry);
  }
  if (asked.entries.empty()) asked.entries = catalogue.find(what, detail);
  if (!asked.entries.empty() || !detail.empty()) return asked;
  asked.entries = catalogue.find("", what);
  if (!asked.entries.empty()) return asked;
  asked.incident = incident::read_number(what, catalogue);
  if (asked.incident) asked.entries.push_back(catalogue.by_row(asked.incident->row));
  return asked;
}

std::vector<const catalogue::Entry*> near(const catalogue::Catalogue& catalogue, std::string_view what) {
  const auto wanted = upper(what);
  std::vector<std::pair<std::size_t, const catalogue::Entry*>> found;
  for (const auto& entry : catalogue.entries()) {
    const auto wrong = distance_to(entry, wanted);
    if (wrong <= std::min(kMostWrong, wanted.size() / 2)) found.emplace_back(wrong, &entry);
  }
  if (found.empty() && !wanted.empty()) {
    for (const auto& entry : catalogue.entries())
      if (speaks_of(entry, catalogue, wanted)) found.emplace_back(0, &entry);
  }
  std::ranges::stable_sort(found, {}, &decltype(found)::value_type::first);
  std::vector<const catalogue::Entry*> entries;
  for (const auto& [wrong, entry] : found)
    if (entries.size() < kMostNear) entries.push_back(entry);
  return entries;
}

}  // namespace omote::cli
