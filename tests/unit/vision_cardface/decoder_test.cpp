#include "vision/cardface/decoder.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace omote::vision::cardface {
namespace {

// Columns as a sure net would give them: three for each character, three of bare card between ('.' is bare, '#' junk).
ColumnScores columns_of(std::u32string_view text, float sure = 0.97f) {
  ColumnScores scores;
  const auto add = [&](int print_class, int count) {
    for (int i = 0; i < count; ++i, ++scores.columns)
      for (int c = 0; c < kClasses; ++c)
        scores.values.push_back(std::log(c == print_class ? sure : (1 - sure) / static_cast<float>(kClasses - 1)));
  };
  add(kBlank, 4);
  for (const char32_t c : text) {
    const bool wide = c != U'.' && print_class(c) >= 10;
    if (wide) add(kBlank, 4);
    add(c == U'.' ? kBlank : print_class(c), 3);
    add(kBlank, wide ? 5 : 3);
  }
  add(kBlank, 4);
  return scores;
}

TEST(Decoder, CleanDigits_AreReadWithAWideMargin) {
  const auto readings = decode(columns_of(U"4407"), digits_grammar(4));

  ASSERT_GE(readings.size(), 2u);
  EXPECT_EQ(readings[0].text, U"4407");
  EXPECT_GT(readings[0].score - readings[1].score, 4.0);
}

TEST(Decoder, EraBirth_IsReadWithBlankBeforeOneDigit) {
  const auto readings = decode(columns_of(U"昭和.5年.2月17日生"), birth_grammar());

  ASSERT_FALSE(readings.empty());
  EXPECT_EQ(readings[0].text, U"昭和5年2月17日生");
}

TEST(Decoder, FirstYear_IsRead) {
  EXPECT_EQ(decode(columns_of(U"令和元年12月1日生"), birth_grammar()).at(0).text, U"令和元年12月1日生");
}

TEST(Decoder, WesternBirth_IsRead) {
  EXPECT_EQ(decode(columns_of(U"1988年11月3日生"), birth_grammar()).at(0).text, U"1988年11月3日生");
}

TEST(Decoder, FixedMonthAndDay_AreForced) {
  const auto readings = decode(columns_of(U"平成7年3月8日生"), birth_grammar({3, 9}));

  ASSERT_FALSE(readings.empty());
  EXPECT_EQ(readings[0].text, U"平成7年3月9日生");
  EXPECT_LT(readings[0].score, -2.0);
}

TEST(Decoder, ExpiryLine_IsReadAmongNeighbours) {
  EXPECT_EQ(decode(columns_of(U"見..2035年2月17日まで有効..女"), expiry_grammar()).at(0).text, U"2035年2月17日まで有効");
}

TEST(Decoder, FifthDigit_ShowsAsLoss) {
  const auto five = decode(columns_of(U"44071"), digits_grammar(4));
  const auto four = decode(columns_of(U"4407"), digits_grammar(4));

  EXPECT_GT(five.at(0).worst, 4.0);
  EXPECT_LT(four.at(0).worst, 1.0);
}

TEST(Decoder, MarkBetweenDigits_ShowsAsLoss) {
  EXPECT_GT(decode(columns_of(U"44見07"), digits_grammar(4)).at(0).worst, 4.0);
}

TEST(Decoder, EqualNeighbours_NeedBareCardBetween) {
  ColumnScores merged = columns_of(U"4");
  const auto readings = decode(merged, digits_grammar(2));
  for (const Reading& r : readings) EXPECT_LT(r.score, -1.0);
}

TEST(Decoder, NoColumns_GivesNothing) {
  EXPECT_TRUE(decode(ColumnScores{}, digits_grammar(4)).empty());
}

}  // namespace
}  // namespace omote::vision::cardface
