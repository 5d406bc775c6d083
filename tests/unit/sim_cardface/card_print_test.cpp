#include "sim/cardface/card_print.hpp"

#include <gtest/gtest.h>

#include "sim/cardface/typeface.hpp"

namespace omote::sim::cardface {
namespace {

CardPrint specimen() {
  CardPrint print;
  print.name = "見本　太郎";
  print.address = "見本県見本市";
  print.birth = {2019, 5, 7};
  print.expiry = {2029, 5, 7};
  print.code = "1234";
  print.serial = "0123456789ABCDEF";
  return print;
}

int red_pixels(const cv::Mat& card) {
  int count = 0;
  for (int y = 0; y < card.rows; ++y)
    for (int x = 0; x < card.cols; ++x) {
      const auto& p = card.at<cv::Vec3b>(y, x);
      count += p[0] > 200 && p[1] < 110 && p[2] < 110;
    }
  return count;
}

TEST(CardPrint, FirstYearOfAnEra_IsPrintedAsGannen) {
  EXPECT_EQ(birth_text(specimen(), PrintStyle::Pad::Half), U"令和元年 5月 7日生");
}

TEST(CardPrint, ForeignResident_HasAWesternYear) {
  CardPrint print = specimen();
  print.western_birth = true;

  EXPECT_EQ(birth_text(print, PrintStyle::Pad::None), U"2019年5月7日生");
}

TEST(CardPrint, Expiry_IsWestern) {
  EXPECT_EQ(expiry_text(specimen(), PrintStyle::Pad::None), U"2029年5月7日まで有効");
}

TEST(DrawnCard, BothSides_BearTheRedSpecimenMark) {
  const auto card = draw_card(*vision::cardface::built_in_specimen_profile(), specimen(), {});

  ASSERT_TRUE(card);
  EXPECT_GT(red_pixels(card->front), 2000);
  EXPECT_GT(red_pixels(card->back), 500);
}

TEST(DrawnCard, Portrait_IsPlacedInThePhotoBox) {
  CardPrint print = specimen();
  print.portrait = {2, 2, Secret(Bytes{10, 10, 10, 10})};
  const auto card = draw_card(*vision::cardface::built_in_specimen_profile(), print, {});

  ASSERT_TRUE(card);
  EXPECT_EQ(card->front.at<cv::Vec3b>(static_cast<int>(33 * kDrawingScale), static_cast<int>(15 * kDrawingScale)),
            cv::Vec3b(10, 10, 10));
}

TEST(Fonts, UnknownName_FallsBackToAJapaneseFont) {
  const auto font = find_font("no-such-font");

  ASSERT_TRUE(font);
  EXPECT_TRUE(font->japanese);
}

}  // namespace
}  // namespace omote::sim::cardface
