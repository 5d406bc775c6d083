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

TEST(AboutDevice, model_and_firmware_are_told_and_what_says_nothing_is_left_out) {
  const test::TempFolder temp;
  for (const auto& [name, value] : {std::pair("sys_vendor", "Mihon \n"), std::pair("product_name", "Panel\x1b 12\n"),
                                    std::pair("bios_version", "1.4.2\n"), std::pair("bios_date", "Default string\n")})
    ASSERT_TRUE(write_durably(temp / name, as_bytes(value)));
  const auto about = about_device(temp.path());
  EXPECT_EQ(about.model, "Mihon Panel\\u{1b} 12") << "one plain line";
  EXPECT_EQ(about.firmware, "1.4.2");
  const auto silent = about_device(temp / "none");
  EXPECT_EQ(silent.model + silent.firmware, "");
}

}  // namespace
}  // namespace omote::terminal
