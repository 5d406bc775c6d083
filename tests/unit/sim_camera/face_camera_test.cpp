#include "sim/camera/face_camera.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/sim_people/people_model.hpp"

namespace omote::sim::camera {
namespace {

class FaceCameraTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(test::people_model(), nullptr); }
  ports::Frame next() {
    auto frame = camera_.next();
    if (!frame) ADD_FAILURE() << describe(frame.error());
    return frame ? std::move(*frame) : ports::Frame{};
  }
  FaceCamera camera_{test::people_model(), {.frames_per_second = 25}};
};

TEST_F(FaceCameraTest, frames_are_counted_and_come_no_faster_than_the_rate) {
  const ports::Frame first = next(), second = next(), third = next();
  EXPECT_EQ(second.sequence, first.sequence + 1);
  EXPECT_EQ(third.sequence, first.sequence + 2);
  EXPECT_GE(third.taken - first.taken, std::chrono::milliseconds(80));
}

TEST_F(FaceCameraTest, living_picture_never_repeats) {
  EXPECT_NE(next().pixels, next().pixels);
}

TEST_F(FaceCameraTest, frozen_camera_repeats_picture_and_sequence) {
  const ports::Frame before = next();
  camera_.freeze(true);
  const ports::Frame after = next();
  EXPECT_EQ(after.sequence, before.sequence);
  EXPECT_EQ(after.pixels, before.pixels);
}

TEST_F(FaceCameraTest, thawed_camera_goes_on_counting) {
  const ports::Frame before = next();
  camera_.freeze(true);
  next();
  camera_.freeze(false);
  EXPECT_EQ(next().sequence, before.sequence + 1);
}

TEST_F(FaceCameraTest, covered_camera_is_black_but_alive) {
  camera_.cover(true);
  const ports::Frame frame = next();
  double sum = 0;
  for (std::uint8_t p : frame.pixels) sum += p;
  EXPECT_LT(sum / static_cast<double>(frame.pixels.size()), 12);
  EXPECT_EQ(next().sequence, frame.sequence + 1);
}

TEST_F(FaceCameraTest, arranged_person_appears_in_the_next_frame) {
  const Bytes empty = next().pixels;
  camera_.arrange({.person = people::Person{.seed = 9}});
  const Bytes with = next().pixels;
  std::size_t changed = 0;
  for (std::size_t i = 0; i < with.size(); ++i) changed += std::abs(with[i] - empty[i]) > 40;
  EXPECT_GT(changed, with.size() / 20);
}

}  // namespace
}  // namespace omote::sim::camera
