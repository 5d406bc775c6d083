#include "terminal/facts.hpp"

#include <gmock/gmock.h>

#include <map>

#include "base/file.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::terminal {
namespace {

class MovedClock final : public Clock {
 public:
  [[nodiscard]] WallTime now() const override { return WallTime(std::chrono::days(20'000)); }
  [[nodiscard]] SteadyTime steady() const override { return at; }
  SteadyTime at{};
};

class SelfFacts : public testing::Test {
 protected:
  SelfFacts() {
    self_.uptime_file = temp_ / "uptime";
    self_.power_file = temp_ / "online";
    tell("uptime", "90000.5 1.0\n");
    tell("online", "1\n");
  }
  void tell(const std::string& name, std::string_view text) { ASSERT_TRUE(write_durably(temp_ / name, as_bytes(text))); }
  static std::map<std::string, link::v1::Fact> all(TerminalFacts& facts) {
    std::map<std::string, link::v1::Fact> result;
    for (auto& fact : facts.collect(true, CameraState::Dark, CameraState::Unknown)) result[fact.id()] = fact;
    return result;
  }
  test::TempFolder temp_;
  MovedClock clock_;
  SelfKnowledge self_;
};

TEST_F(SelfFacts, tell_what_is_known_and_why_not) {
  TerminalFacts facts(clock_, "0.1.0", self_);

  auto told = all(facts);

  EXPECT_DOUBLE_EQ(told["terminal.uptime_h"].number(), 25.0);
  EXPECT_EQ(told["terminal.version"].text(), "0.1.0");
  EXPECT_TRUE(told["terminal.page_alive"].flag());
  EXPECT_EQ(told["terminal.face_camera"].text(), "dark");
  EXPECT_EQ(told["terminal.card_camera"].unknown(), "not_yet");
  EXPECT_EQ(told["terminal.settings"].text(), "whole");
  EXPECT_EQ(told["terminal.restarts_today"].unknown(), "not_here");
}

TEST_F(SelfFacts, power_from_a_pc_that_is_off_needs_patience) {
  TerminalFacts facts(clock_, "0.1.0", self_);
  facts.host(true);
  clock_.at += std::chrono::hours(1);
  facts.host(false);
  EXPECT_FALSE(all(facts)["terminal.power_while_pc_off"].flag()) << "it may be starting anew";

  clock_.at += std::chrono::minutes(4);
  EXPECT_TRUE(all(facts)["terminal.power_while_pc_off"].flag());

  facts.host(true);
  EXPECT_TRUE(all(facts)["terminal.power_while_pc_off"].flag()) << "now there is somebody who can be told";
  tell("online", "0\n");
  EXPECT_FALSE(all(facts)["terminal.power_while_pc_off"].flag()) << "the cable is out";
  tell("online", "1\n");
  EXPECT_FALSE(all(facts)["terminal.power_while_pc_off"].flag()) << "another port";
}

TEST_F(SelfFacts, a_strength_set_here_differs_from_the_demanded_one_until_it_is_taken_back) {
  TerminalFacts none(clock_, "0.1.0", self_);
  EXPECT_TRUE(all(none)["terminal.strength_fits"].flag());

  self_.strength = 2;
  TerminalFacts facts(clock_, "0.1.0", self_);
  EXPECT_EQ(all(facts)["terminal.strength_fits"].unknown(), "not_told");
  EXPECT_FALSE(facts.take_strength());
  facts.strength_demanded(2);
  EXPECT_TRUE(all(facts)["terminal.strength_fits"].flag());
  facts.strength_demanded(3);
  EXPECT_FALSE(all(facts)["terminal.strength_fits"].flag());
  ASSERT_TRUE(facts.take_strength());
  EXPECT_TRUE(all(facts)["terminal.strength_fits"].flag());
}

TEST_F(SelfFacts, healed_settings_are_told_for_a_minute_and_whole_from_then_on) {
  self_.settings = Kept::Healed;
  TerminalFacts facts(clock_, "0.1.0", self_);
  clock_.at += std::chrono::hours(1);
  EXPECT_EQ(all(facts)["terminal.settings"].text(), "healed") << "no host has heard it";

  facts.host(true);
  EXPECT_EQ(all(facts)["terminal.settings"].text(), "healed");
  clock_.at += std::chrono::seconds(61);

  EXPECT_EQ(all(facts)["terminal.settings"].text(), "whole");
}

}  // namespace
}  // namespace omote::terminal
