#include "sim/personas/section.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <regex>

#include "base/clock.hpp"

namespace omote::sim::personas {
namespace {

const Section kNothing;

Section convert(const YAML::Node& node, const std::string& file) {
  Section section{.file = file, .line = node.Mark().line + 1};
  if (node.IsScalar()) section.scalar = node.Scalar();
  if (node.IsSequence()) {
    for (const auto& item : node) section.items.push_back(convert(item, file));
  }
  if (node.IsMap()) {
    for (const auto& entry : node) section.fields.insert_or_assign(entry.first.as<std::string>(), convert(entry.second, file));
  }
  return section;
}

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<Section> load_section(const std::filesystem::path& path) {
  const std::string file = path.string();
  try {
    const auto root = YAML::LoadFile(file);
    if (!root.IsMap()) return fail("data_file_wrong", file + ":1: a mapping is expected");
    return convert(root, file);
  } catch (const YAML::BadFile&) {
    return fail("data_file_missing", file);
  } catch (const YAML::Exception& error) {
    return fail("data_file_wrong", fmt::format("{}:{}: {}", file, error.mark.line + 1, error.msg));
  }
}

Date today_in_japan() {
  return to_jst(SystemClock().now()).date;
}

std::optional<Date> parse_day(std::string_view text, const Date& today, std::optional<Date> birth) {
  static const std::regex iso("(\\d{4})-(\\d{2})-(\\d{2})");
  static const std::regex relative("(today|birthday)(?:([+-])(\\d{1,5})([dmy]))?");
  std::cmatch match;
  if (std::regex_match(text.data(), text.data() + text.size(), match, iso)) {
    return parse_date(match[1].str() + match[2].str() + match[3].str());
  }
  if (!std::regex_match(text.data(), text.data() + text.size(), match, relative)) return std::nullopt;
  Date base = today;
  if (match[1] == "birthday") {
    if (!birth) return std::nullopt;
    base = add_months(*birth, (today.year - birth->year) * 12);
    if (base < today) base = add_months(*birth, (today.year + 1 - birth->year) * 12);
  }
  if (!match[3].matched) return base;
  const int count = (match[2] == "-" ? -1 : 1) * std::stoi(match[3].str());
  const char unit = *match[4].first;
  if (unit == 'd') return from_days(to_days(base) + count);
  return add_months(base, unit == 'y' ? count * 12 : count);
}

const Section* Fields::find(std::string_view field, bool required) {
  asked_.insert_or_assign(std::string(field), true);
  const auto found = section_.fields.find(field);
  if (found != section_.fields.end()) return &found->second;
  if (required) wrong(field, "is missing");
  return nullptr;
}

void Fields::wrong(std::string_view field, std::string_view expected) {
  if (!problem_.empty()) return;
  const auto found = section_.fields.find(field);
  const int line = found == section_.fields.end() ? section_.line : found->second.line;
  problem_ = fmt::format("{}:{}: {}.{}: {}", section_.file, line, name_, field, expected);
}

std::string Fields::text(std::string_view field) {
  const auto* found = find(field, true);
  if (found == nullptr) return {};
  if (found->scalar.empty()) wrong(field, "a text is expected");
  return found->scalar;
}

std::string Fields::text_or(std::string_view field, std::string_view fallback) {
  return maybe_text(field).value_or(std::string(fallback));
}

std::optional<std::string> Fields::maybe_text(std::string_view field) {
  const auto* found = find(field, false);
  if (found == nullptr) return std::nullopt;
  if (found->scalar.empty()) wrong(field, "a text is expected");
  return found->scalar;
}

std::string Fields::digits(std::string_view field, std::size_t count) {
  auto value = text(field);
  if (value.size() != count || !all_digits(value)) wrong(field, fmt::format("{} digits are expected", count));
  return value;
}

bool Fields::flag_or(std::string_view field, bool fallback) {
  const auto value = maybe_text(field);
  if (!value) return fallback;
  if (*value != "true" && *value != "false") wrong(field, "true or false is expected");
  return *value == "true";
}

double Fields::number_or(std::string_view field, double fallback) {
  const auto value = maybe_text(field);
  if (!value) return fallback;
  double number = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
  if (error != std::errc{} || end != value->data() + value->size()) wrong(field, "a number is expected");
  return number;
}

Date Fields::day(std::string_view field, const Date& today, std::optional<Date> birth) {
  if (find(field, true) == nullptr) return {};
  return maybe_day(field, today, birth).value_or(Date{});
}

std::optional<Date> Fields::maybe_day(std::string_view field, const Date& today, std::optional<Date> birth) {
  const auto value = maybe_text(field);
  if (!value) return std::nullopt;
  const auto date = parse_day(*value, today, birth);
  if (!date) wrong(field, "a day is expected: YYYY-MM-DD, today+40d, today-3m, birthday+4y");
  return date;
}

std::vector<std::string> Fields::texts(std::string_view field) {
  std::vector<std::string> values;
  const auto* found = find(field, false);
  if (found == nullptr) return values;
  if (!found->scalar.empty() || !found->fields.empty()) wrong(field, "a list is expected");
  for (const auto& item : found->items) values.push_back(item.scalar);
  return values;
}

const Section& Fields::section(std::string_view field) {
  const auto* found = find(field, false);
  if (found == nullptr) return kNothing;
  if (!found->scalar.empty() || !found->items.empty()) wrong(field, "a mapping is expected");
  return *found;
}

const std::vector<Section>& Fields::sections(std::string_view field) {
  const auto* found = find(field, false);
  if (found == nullptr) return kNothing.items;
  if (!found->scalar.empty() || !found->fields.empty()) wrong(field, "a list is expected");
  return found->items;
}

Result<void> Fields::finish() const {
  if (!problem_.empty()) return fail("data_field_wrong", problem_);
  for (const auto& [field, value] : section_.fields) {
    if (!asked_.contains(field)) {
      return fail("data_field_wrong", fmt::format("{}:{}: {}.{}: no such field", value.file, value.line, name_, field));
    }
  }
  return {};
}

}  // namespace omote::sim::personas
