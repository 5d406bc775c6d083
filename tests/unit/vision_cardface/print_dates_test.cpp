#include "vision/cardface/print_dates.hpp"

#include <gtest/gtest.h>

namespace omote::vision::cardface {
namespace {

TEST(PrintedBirth, Era_GivesYearOfEraAndDate) {
  const auto birth = parse_birth(U"昭和55年2月17日生");

  ASSERT_TRUE(birth);
  EXPECT_EQ(birth->era_year, 55);
  EXPECT_EQ(birth->date, (Date{1980, 2, 17}));
  EXPECT_FALSE(birth->western);
}

TEST(PrintedBirth, FirstYear_IsOne) {
  const auto birth = parse_birth(U"令和元年5月1日生");

  ASSERT_TRUE(birth);
  EXPECT_EQ(birth->era_year, 1);
  EXPECT_EQ(birth->date, (Date{2019, 5, 1}));
}

TEST(PrintedBirth, WesternYear_IsMarked) {
  const auto birth = parse_birth(U"1990年7月9日生");

  ASSERT_TRUE(birth);
  EXPECT_TRUE(birth->western);
}

TEST(PrintedBirth, DayOutsideItsEra_IsNothing) {
  EXPECT_FALSE(parse_birth(U"昭和64年2月1日生"));
  EXPECT_FALSE(parse_birth(U"平成元年1月7日生"));
}

TEST(PrintedBirth, DayThatDoesNotExist_IsNothing) {
  EXPECT_FALSE(parse_birth(U"平成7年2月30日生"));
  EXPECT_FALSE(parse_birth(U"平成0年2月3日生"));
  EXPECT_FALSE(parse_birth(U""));
}

TEST(PrintedExpiry, Text_GivesDate) {
  EXPECT_EQ(parse_expiry(U"2035年2月17日まで有効"), (Date{2035, 2, 17}));
}

TEST(Birthday, LeapDay_MayEndADayEarlierOrLater) {
  EXPECT_TRUE(same_birthday({2000, 2, 29}, {2030, 2, 28}));
  EXPECT_TRUE(same_birthday({2000, 2, 29}, {2030, 3, 1}));
  EXPECT_FALSE(same_birthday({2000, 2, 28}, {2030, 3, 1}));
  EXPECT_TRUE(same_birthday({1990, 7, 9}, {2031, 7, 9}));
}

// A line of black bars, one for each character.
LineImage bars(const std::vector<double>& places, double pale_from = -1, double pale_to = -1) {
  LineImage line;
  line.ink = cv::Mat::zeros(kLineHeight, 300, CV_32F);
  line.background = cv::Mat(kLineHeight, 300, CV_32F, cv::Scalar(200));
  for (const double x : places) line.ink.colRange(static_cast<int>(x) - 3, static_cast<int>(x) + 3).setTo(1.0f);
  if (pale_from >= 0) line.background.colRange(static_cast<int>(pale_from), static_cast<int>(pale_to)).setTo(250.0f);
  line.contrast = 0.8;
  return line;
}

TEST(HiddenCharacter, EvenDigits_HideNone) {
  const Reading reading{U"4821", 0, {40, 52, 64, 76}, 0};

  EXPECT_FALSE(may_hide_character(reading, bars(reading.places)));
}

TEST(HiddenCharacter, WideGapBetweenDigits_IsSuspected) {
  const Reading reading{U"4821", 0, {40, 52, 80, 92}, 0};

  EXPECT_TRUE(may_hide_character(reading, bars(reading.places)));
}

TEST(HiddenCharacter, BlankBeforeOneDigit_IsAllowed) {
  const Reading reading{U"年7月", 0, {40, 70, 88}, 0};

  EXPECT_FALSE(may_hide_character(reading, bars(reading.places)));
}

TEST(HiddenCharacter, BrightStreakInABlank_IsSuspected) {
  const Reading reading{U"年7月", 0, {40, 70, 88}, 0};

  EXPECT_TRUE(may_hide_character(reading, bars(reading.places, 48, 64)));
}

TEST(HiddenCharacter, OnePaleCharacter_IsSuspected) {
  const Reading reading{U"4821", 0, {40, 52, 64, 76}, 0};
  LineImage line = bars(reading.places);
  line.ink.colRange(59, 70) *= 0.3;

  EXPECT_TRUE(may_hide_character(reading, line));
}

}  // namespace
}  // namespace omote::vision::cardface
