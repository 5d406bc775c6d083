#include "vision/camera/pixel_formats.hpp"

#include <gtest/gtest.h>

namespace omote::vision::camera {
namespace {

TEST(Yuyv, KnownColours_becomeTheirRgb) {
  // White, black; red twice (BT.601, limited range: Y 81, Cb 90, Cr 240).
  const Bytes bytes = {235, 128, 16, 128, 81, 90, 81, 240};
  const auto frame = from_yuyv(bytes, 2, 2, 4);
  ASSERT_TRUE(frame) << describe(frame.error());
  const int expected[] = {255, 255, 255, 0, 0, 0, 255, 0, 0, 255, 0, 0};
  for (std::size_t i = 0; i < 12; ++i) EXPECT_NEAR(frame->pixels[i], expected[i], 2) << i;
}
TEST(Yuyv, RowsWithPadding_areSkippedOver) {
  const Bytes bytes = {235, 128, 235, 128, 1, 1, 1, 1, 16, 128, 16, 128};
  const auto frame = from_yuyv(bytes, 2, 2, 8);
  ASSERT_TRUE(frame) << describe(frame.error());
  EXPECT_EQ(frame->pixels[0], 255);
  EXPECT_EQ(frame->pixels[6], 0);
}
TEST(Yuyv, ShortOrOddBuffer_isRefused) {
  EXPECT_FALSE(from_yuyv(Bytes(15), 4, 2, 8));
  EXPECT_FALSE(from_yuyv(Bytes(100), 3, 2, 8));
  EXPECT_FALSE(from_yuyv(Bytes(100), 4, 2, 4));
  EXPECT_FALSE(from_yuyv(Bytes(100), 0, 0, 0));
}

}  // namespace
}  // namespace omote::vision::camera
