#include "base/date.hpp"

#include <gtest/gtest.h>

namespace omote {
namespace {

TEST(Date, eight_digits_of_a_real_day_parse) {
  EXPECT_EQ(parse_date("20240229"), (Date{2024, 2, 29}));
}

class WrongDate : public testing::TestWithParam<const char*> {};

TEST_P(WrongDate, is_nothing) {
  EXPECT_FALSE(parse_date(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(Texts, WrongDate,
                         testing::Values("", "2024022", "202402290", "20230229", "19000229", "20241301", "20240100", "2024-1-1",
                                         "２０２４"));

TEST(Date, days_round_trip_over_four_centuries) {
  for (std::int64_t day = to_days({1800, 1, 1}); day < to_days({2200, 1, 1}); ++day) {
    ASSERT_EQ(to_days(from_days(day)), day);
    ASSERT_TRUE(is_real(from_days(day)));
  }
  EXPECT_EQ(to_days({1970, 1, 1}), 0);
}

TEST(Date, months_added_end_on_the_last_day_where_the_day_is_missing) {
  EXPECT_EQ(add_months({2024, 1, 31}, 1), (Date{2024, 2, 29}));
  EXPECT_EQ(add_months({2024, 12, 15}, 3), (Date{2025, 3, 15}));
  EXPECT_EQ(add_months({2024, 1, 31}, -2), (Date{2023, 11, 30}));
}

TEST(Date, age_grows_on_the_birthday) {
  EXPECT_EQ(age_at({1990, 5, 20}, {2026, 5, 19}), 35);
  EXPECT_EQ(age_at({1990, 5, 20}, {2026, 5, 20}), 36);
}

struct Boundary {
  Date day;
  Era era;
  int year;
};
class EraBoundary : public testing::TestWithParam<Boundary> {};

TEST_P(EraBoundary, belongs_to_the_era) {
  const auto found = era_year(GetParam().day);

  ASSERT_TRUE(found);
  EXPECT_EQ(found->era, GetParam().era);
  EXPECT_EQ(found->year, GetParam().year);
}
INSTANTIATE_TEST_SUITE_P(FirstAndLastDays, EraBoundary,
                         testing::Values(Boundary{{1868, 1, 25}, Era::Meiji, 1}, Boundary{{1912, 7, 29}, Era::Meiji, 45},
                                         Boundary{{1912, 7, 30}, Era::Taisho, 1}, Boundary{{1926, 12, 24}, Era::Taisho, 15},
                                         Boundary{{1926, 12, 25}, Era::Showa, 1}, Boundary{{1989, 1, 7}, Era::Showa, 64},
                                         Boundary{{1989, 1, 8}, Era::Heisei, 1}, Boundary{{2019, 4, 30}, Era::Heisei, 31},
                                         Boundary{{2019, 5, 1}, Era::Reiwa, 1}, Boundary{{2026, 11, 22}, Era::Reiwa, 8}));

TEST(Era, none_before_meiji) {
  EXPECT_FALSE(era_year({1868, 1, 24}));
}

TEST(NumberB, era_year_month_day_expiry_year_and_code) {
  EXPECT_EQ(number_b_digits({1985, 4, 3}, {2030, 4, 3}, "1234"), "60040320301234");
}

TEST(NumberB, wrong_code_is_nothing) {
  EXPECT_FALSE(number_b_digits({1985, 4, 3}, {2030, 4, 3}, "12a4"));
  EXPECT_FALSE(number_b_digits({1985, 4, 3}, {2030, 4, 3}, "123"));
}

}  // namespace
}  // namespace omote
