#include "terminal/device.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::terminal {
namespace {

class Backlight : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(temp_ / "panel");
    ASSERT_TRUE(write_durably(temp_ / "panel/max_brightness", as_bytes("255\n")));
    ASSERT_TRUE(write_durably(temp_ / "panel/brightness", as_bytes("51\n")));
  }
  test::TempFolder temp_;
};

TEST_F(Backlight, is_told_and_set_in_per_cent) {
  EXPECT_EQ(brightness(temp_.path()), 20);
  ASSERT_TRUE(set_brightness(temp_.path(), 60));
  EXPECT_EQ(brightness(temp_.path()), 60);
}

TEST_F(Backlight, never_goes_dark) {
  ASSERT_TRUE(set_brightness(temp_.path(), -5));
  EXPECT_EQ(brightness(temp_.path()), 10);
}

TEST_F(Backlight, of_a_device_without_one_is_not_there) {
  const auto empty = temp_ / "none";
  EXPECT_FALSE(brightness(empty));
  const auto set = set_brightness(empty, 50);
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().reason.text(), "brightness_not_here");
}

}  // namespace
}  // namespace omote::terminal
