#include <gtest/gtest.h>

#include "apps/cli/catalogue_search.hpp"

namespace omote::cli {
namespace {

const catalogue::Catalogue& built_in() {
  static const auto catalogue = catalogue::Catalogue::built_in();
  return catalogue.value();
}

std::vector<std::string> rows_of(const std::vector<const catalogue::Entry*>& entries) {
  std::vector<std::string> rows;
  for (const auto* entry : entries) rows.push_back(entry->row);
  return rows;
}

std::vector<std::string> found(std::string_view what, std::string_view detail = "") {
  return rows_of(look_up(built_in(), what, detail).entries);
}

using Rows = std::vector<std::string>;

TEST(LookUp, takes_a_code_with_its_detail) {
  EXPECT_EQ(found("011", "0x81000005"), Rows{"E07"});
  EXPECT_EQ(found("FUJ905", "0x81000008"), Rows{"E26"});
  EXPECT_EQ(found("905", "0X8100004"), Rows{"E25"});
  EXPECT_EQ(found("FUJ906", "22013C02-4"), Rows{"E35"});
  EXPECT_EQ(found("906", "xxxxC02-11"), Rows{"E36"});
}

TEST(LookUp, takes_a_code_alone_for_all_its_entries) {
  EXPECT_EQ(found("FUIP55"), Rows{"E09"});
  EXPECT_EQ(found("011"), (Rows{"E07", "E08"}));
  EXPECT_EQ(found("008"), (Rows{"E04", "E05"}));
}

TEST(LookUp, takes_a_detail_alone_for_every_code_that_it_stands_under) {
  EXPECT_EQ(found("0x81000008"), (Rows{"E02", "E08", "E09", "E26"}));
  EXPECT_EQ(found("22013C04-2"), Rows{"E05"});
}

TEST(LookUp, takes_a_row_in_small_letters_too) {
  EXPECT_EQ(found("e07"), Rows{"E07"});
  EXPECT_EQ(found("Q16"), Rows{"Q16"});
  EXPECT_EQ(found("omt99"), Rows{"OMT99"});
  EXPECT_EQ(found("E38"), (Rows{"E38", "E38", "E38", "E38"}));
}

TEST(LookUp, takes_an_incident_number) {
  const auto number = incident::make_number(
      {.version = "0.1.0", .row = "E07", .state = "over", .cause = "lan_cable_out", .percent = 90, .count = 7});
  const auto asked = look_up(built_in(), number, "");
  EXPECT_EQ(rows_of(asked.entries), Rows{"E07"});
  ASSERT_TRUE(asked.incident);
  EXPECT_EQ(asked.incident->cause, "lan_cable_out");
}

TEST(LookUp, finds_nothing_for_what_the_catalogue_lacks) {
  for (const auto* what : {"", "012", "E39", "0x82000001", "hello"}) EXPECT_EQ(found(what), Rows{}) << what;
  EXPECT_EQ(found("011", "0x81000006"), Rows{});
}

TEST(Near, names_what_is_spelt_alike_best_first) {
  const auto rows = rows_of(near(built_in(), "FUJIP56"));
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows[0], "E09");
  EXPECT_LE(rows.size(), 5U);
}

TEST(Near, finds_words_of_heading_and_causes_in_both_languages) {
  EXPECT_EQ(rows_of(near(built_in(), "lan cable"))[0], "E07");
  EXPECT_EQ(rows_of(near(built_in(), "LANケーブル"))[0], "E07");
}

TEST(Near, of_nothing_alike_is_empty) {
  EXPECT_TRUE(near(built_in(), "wholly different words").empty());
  EXPECT_TRUE(near(built_in(), "").empty());
}

}  // namespace
}  // namespace omote::cli
