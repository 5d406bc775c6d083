#include "base/toml_edit.hpp"

#include <gtest/gtest.h>

namespace omote {
namespace {

constexpr std::string_view kText = R"(# 見本クリニック
[clinic]
name = "見本クリニック" # shown on the kiosk
languages = ["ja", "en"]

[output]
folder = "/srv/omote/face"

[terminals.OMT1]
reader = "Reader 00"
)";

std::string with(std::string_view key, std::string_view value, std::string_view text = kText) {
  const auto changed = toml_with(text, key, value);
  return changed ? *changed : std::string(changed.error().reason.text());
}

std::string replaced(std::string_view what, std::string_view by) {
  std::string text(kText);
  return text.replace(text.find(what), what.size(), by);
}

TEST(TomlEdit, value_is_replaced_where_it_stands_and_the_comment_stays) {
  EXPECT_EQ(with("clinic.name", "\"別の見本\""), replaced("\"見本クリニック\"", "\"別の見本\""));
  EXPECT_EQ(with("clinic.languages", "[\"ja\"]"), replaced("[\"ja\", \"en\"]", "[\"ja\"]"));
  EXPECT_EQ(with("terminals.OMT1.reader", "\"Reader 01\""), replaced("Reader 00", "Reader 01"));
}

TEST(TomlEdit, new_key_comes_to_the_end_of_its_section) {
  EXPECT_EQ(with("clinic.institution_code", "\"1319999999\""),
            replaced("[\"ja\", \"en\"]\n", "[\"ja\", \"en\"]\ninstitution_code = \"1319999999\"\n"));
}

TEST(TomlEdit, new_section_comes_to_the_end_of_the_text) {
  EXPECT_EQ(with("console.port", "8700"), std::string(kText) + "\n[console]\nport = 8700\n");
  EXPECT_EQ(with("console.port", "8700", "[a]\nb = 1"), "[a]\nb = 1\n\n[console]\nport = 8700\n");
  EXPECT_EQ(with("terminals.OMT2.reader", "\"x\""), std::string(kText) + "\n[terminals.OMT2]\nreader = \"x\"\n");
}

TEST(TomlEdit, key_without_a_section_stands_before_all_sections) {
  EXPECT_EQ(with("top", "1", "[a]\nb = 1\n"), "top = 1\n[a]\nb = 1\n");
}

TEST(TomlEdit, list_over_several_lines_is_replaced_whole) {
  EXPECT_EQ(with("a.b", "[]", "[a]\nb = [\n  \"x\", # why\n  \"y\",\n]\nc = 2\n"), "[a]\nb = []\nc = 2\n");
}

TEST(TomlEdit, what_is_no_value_or_no_key_is_refused) {
  EXPECT_EQ(with("clinic.name", "no quotes"), "value_not_toml");
  EXPECT_EQ(with("clinic.name", "1\n[evil]\nx = 2"), "value_not_toml");
  EXPECT_EQ(with("clinic.name", ""), "value_not_toml");
  EXPECT_EQ(with("clinic", "1"), "key_not_a_setting");
  EXPECT_EQ(with("clinic..name", "1"), "key_not_a_setting");
  EXPECT_EQ(with("a]b.c", "1"), "key_not_a_setting");
  EXPECT_EQ(with("a.b", "1", "[a\n"), "text_not_toml");
}

TEST(TomlEdit, text_in_quotes_reads_back_as_it_was) {
  for (const std::string_view text : {"plain", "with \"quotes\" and \\", "見本", ""}) {
    const auto changed = toml_with("", "x", toml_quoted(text));
    ASSERT_TRUE(changed) << text;
    EXPECT_EQ(*changed, "x = " + toml_quoted(text) + "\n");
  }
}

}  // namespace
}  // namespace omote
