#include "host/pc_power.hpp"

#include <gtest/gtest.h>

namespace omote::host {
namespace {

constexpr auto kOff = "1234 poweroff.target       start waiting\n1250 omote-host.service stop running\n";
constexpr auto kAnew = "1234 reboot.target start waiting\n1250 omote-host.service stop running\n";

TEST(PcGoesDown, switching_off_and_halting_are_told_from_starting_anew) {
  EXPECT_TRUE(says_switch_off(kOff));
  EXPECT_TRUE(says_switch_off("7 halt.target start running\n"));
  EXPECT_FALSE(says_switch_off(kAnew));
  EXPECT_FALSE(says_switch_off("7 poweroff.target stop waiting\n"));
  EXPECT_FALSE(says_switch_off("No jobs running.\n"));
  EXPECT_FALSE(says_switch_off(""));
}

TEST(PcGoesDown, the_command_is_believed_only_when_it_is_asked) {
  const std::vector<std::string> off{"/bin/echo", "12 poweroff.target start waiting"};
  EXPECT_TRUE(pc_goes_down("shutdown", off));
  EXPECT_FALSE(pc_goes_down("never", off));
  EXPECT_FALSE(pc_goes_down("shutdown", {"/bin/echo", "12 reboot.target start waiting"}));
  EXPECT_TRUE(pc_goes_down("always", {}));
}

TEST(PcGoesDown, command_that_is_not_there_or_hangs_says_nothing) {
  EXPECT_FALSE(pc_goes_down("shutdown", {"/nowhere/systemctl"}));
  EXPECT_FALSE(pc_goes_down("shutdown", {"/bin/sleep", "30"}));
}

}  // namespace
}  // namespace omote::host
