// Only what can be seen without a device: there is none on a build machine. Conversion has tests of its own.
#include "vision/camera/v4l2_camera.hpp"

#include <gtest/gtest.h>

namespace omote::vision::camera {
namespace {

using std::chrono::milliseconds;

TEST(V4l2Camera, WithoutADevice_isMissing) {
  V4l2Camera camera({"/dev/no-such-camera", 640, 480});
  const auto frame = camera.next(milliseconds(10));
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().reason.text(), "camera_missing");
  EXPECT_NE(camera.description().find("/dev/no-such-camera"), std::string::npos);
}
TEST(V4l2Camera, SomethingElseThanACamera_isSaidSo) {
  V4l2Camera camera({"/dev/null", 640, 480});
  const auto frame = camera.next(milliseconds(10));
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().reason.text(), "camera_not_capturing");
  camera.rest();
  EXPECT_FALSE(camera.next(milliseconds(10)));
}

}  // namespace
}  // namespace omote::vision::camera
