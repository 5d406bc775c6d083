// Checked reading of a mapping in a data file. Problems are collected, so that a reader reads all its fields in plain
// order and asks once at the end; each problem names file, line, field and what is expected.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"

namespace omote::sim::personas {

// A piece of a data file: a scalar, a list or a mapping. Immutable after loading, free to be read by several threads.
struct Section {
  std::string file;
  int line = 0;  // from 1; 0 for a section that the file does not have
  std::string scalar;
  std::vector<Section> items;
  std::map<std::string, Section, std::less<>> fields;
  [[nodiscard]] bool empty() const { return scalar.empty() && items.empty() && fields.empty(); }
};

// A whole YAML file. Reasons: data_file_missing, data_file_wrong (context "file:line: what").
[[nodiscard]] Result<Section> load_section(const std::filesystem::path& path);

// "2031-04-12", "today", "today+40d", "today-3m", "today+2y", or "birthday+4y" (the first birthday on or after today, plus
// four years; the form of a card's expiry). Nothing when it is none of these, or "birthday" without a birth.
[[nodiscard]] std::optional<Date> parse_day(std::string_view text, const Date& today, std::optional<Date> birth = {});
// Today in Japan.
[[nodiscard]] Date today_in_japan();

// Reads fields of one section. A missing or wrong field gives an empty value and notes a problem.
class Fields {
 public:
  explicit Fields(const Section& section, std::string name) : section_(section), name_(std::move(name)) {}
  [[nodiscard]] bool has(std::string_view field) const { return section_.fields.contains(field); }
  [[nodiscard]] std::string text(std::string_view field);
  [[nodiscard]] std::string text_or(std::string_view field, std::string_view fallback);
  [[nodiscard]] std::optional<std::string> maybe_text(std::string_view field);
  // Exactly `count` decimal digits.
  [[nodiscard]] std::string digits(std::string_view field, std::size_t count);
  [[nodiscard]] bool flag_or(std::string_view field, bool fallback);
  [[nodiscard]] double number_or(std::string_view field, double fallback);
  [[nodiscard]] Date day(std::string_view field, const Date& today, std::optional<Date> birth = {});
  [[nodiscard]] std::optional<Date> maybe_day(std::string_view field, const Date& today, std::optional<Date> birth = {});
  [[nodiscard]] std::vector<std::string> texts(std::string_view field);        // a list of scalars; empty when absent
  [[nodiscard]] const Section& section(std::string_view field);                // a mapping; an empty one when absent
  [[nodiscard]] const std::vector<Section>& sections(std::string_view field);  // a list of mappings; empty when absent
  // A problem of the caller's own with this field.
  void wrong(std::string_view field, std::string_view expected);
  // The first problem, fields that nobody asked for included. Reason: data_field_wrong.
  [[nodiscard]] Result<void> finish() const;

 private:
  const Section* find(std::string_view field, bool required);
  const Section& section_;
  std::string name_;
  std::map<std::string, bool, std::less<>> asked_;
  std::string problem_;
};

}  // namespace omote::sim::personas
