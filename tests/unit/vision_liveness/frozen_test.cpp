#include "vision/liveness/frozen.hpp"

#include <gtest/gtest.h>

namespace omote::vision::liveness {
namespace {

using std::chrono::milliseconds;

ports::Frame frame(std::uint64_t sequence, int time, std::uint8_t value) {
  return {16, 16, sequence, SteadyTime{} + milliseconds(time), Bytes(16 * 16 * 3, value)};
}

TEST(FrozenWatch, NewPictures_areFresh) {
  FrozenWatch watch;
  EXPECT_FALSE(watch.observe(frame(1, 0, 1)));
  EXPECT_FALSE(watch.observe(frame(2, 100, 2)));
}
TEST(FrozenWatch, SamePictureUnderNewNumbers_countsFromTheLastFreshOne) {
  FrozenWatch watch;
  EXPECT_FALSE(watch.observe(frame(1, 0, 1)));
  EXPECT_EQ(watch.observe(frame(2, 400, 1)), milliseconds(400));
  EXPECT_EQ(watch.observe(frame(3, 1200, 1)), milliseconds(1200));
  EXPECT_FALSE(watch.observe(frame(4, 1300, 2)));
  EXPECT_EQ(watch.observe(frame(5, 1500, 2)), milliseconds(200));
}
TEST(FrozenWatch, StandingCounter_isFrozenWhateverThePixelsAre) {
  FrozenWatch watch;
  EXPECT_FALSE(watch.observe(frame(7, 0, 1)));
  EXPECT_TRUE(watch.observe(frame(7, 100, 2)));
}
TEST(FrozenWatch, AfterReset_knowsNothing) {
  FrozenWatch watch;
  EXPECT_FALSE(watch.observe(frame(1, 0, 1)));
  watch.reset();
  EXPECT_FALSE(watch.observe(frame(1, 100, 1)));
}

}  // namespace
}  // namespace omote::vision::liveness
