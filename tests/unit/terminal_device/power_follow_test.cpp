#include "terminal/power_follow.hpp"

#include <gtest/gtest.h>

namespace omote::terminal {
namespace {

using namespace std::chrono_literals;
using Step = PowerFollow::Step;

class FollowsThePc : public testing::Test {
 protected:
  Step look(std::optional<bool> power, std::chrono::milliseconds later = 0ms) { return follow_.look(power, now_ += later); }
  PowerFollow follow_{PowerRules{true, 60s, 10s}};
  SteadyTime now_{1h};
};

TEST_F(FollowsThePc, counts_down_after_the_pcs_word_and_switches_off_once) {
  follow_.link(true);
  EXPECT_EQ(look(std::nullopt), Step::None);
  follow_.pc_goes_down();
  follow_.link(false);
  EXPECT_EQ(look(std::nullopt), Step::Count);
  EXPECT_EQ(follow_.seconds_left(now_), 60);
  EXPECT_EQ(look(std::nullopt, 59s), Step::Count);
  EXPECT_EQ(follow_.seconds_left(now_), 1);
  EXPECT_EQ(look(std::nullopt, 1s), Step::Off);
  EXPECT_EQ(look(std::nullopt, 1s), Step::None) << "it was told once";
}

TEST_F(FollowsThePc, link_that_only_breaks_switches_nothing_off) {
  follow_.link(true);
  follow_.link(false);
  EXPECT_EQ(look(std::nullopt, 1h), Step::None);
  EXPECT_EQ(look(true, 1h), Step::None) << "the port gives power: the PC is on";
}

TEST_F(FollowsThePc, port_without_power_counts_only_with_the_host_gone_and_after_its_patience) {
  follow_.link(true);
  EXPECT_EQ(look(true), Step::None);
  EXPECT_EQ(look(false), Step::None);
  EXPECT_EQ(look(false, 1h), Step::None) << "the host speaks: the PC is on, whatever the port does";
  follow_.link(false);
  EXPECT_EQ(look(false), Step::Count);
  follow_.link(true);
  EXPECT_EQ(look(true), Step::None);
  follow_.link(false);
  EXPECT_EQ(look(false), Step::None) << "it may be starting anew";
  EXPECT_EQ(look(false, 10s), Step::Count);
}

TEST_F(FollowsThePc, port_that_never_gave_power_says_nothing) {
  follow_.link(false);
  EXPECT_EQ(look(false), Step::None);
  EXPECT_EQ(look(false, 1h), Step::None);
}

TEST_F(FollowsThePc, touch_keeps_it_on_until_the_pc_was_there_again) {
  follow_.pc_goes_down();
  ASSERT_EQ(look(std::nullopt), Step::Count);
  follow_.keep_on();
  EXPECT_EQ(look(std::nullopt, 2h), Step::None);
  follow_.link(true);
  follow_.pc_goes_down();
  EXPECT_EQ(look(std::nullopt), Step::Count);
}

TEST_F(FollowsThePc, pc_that_comes_back_ends_the_countdown) {
  follow_.pc_goes_down();
  ASSERT_EQ(look(std::nullopt), Step::Count);
  follow_.link(true);
  EXPECT_EQ(look(std::nullopt, 2min), Step::None);
}

TEST_F(FollowsThePc, terminal_that_is_to_stay_on_stays_on) {
  follow_.follow(false);
  follow_.pc_goes_down();
  EXPECT_EQ(look(std::nullopt, 1h), Step::None);
}

}  // namespace
}  // namespace omote::terminal
