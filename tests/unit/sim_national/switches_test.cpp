#include "sim/national/switches.hpp"

#include <gtest/gtest.h>

namespace omote::sim::national {
namespace {

TEST(Switches, value_is_kept) {
  Switches switches;
  ASSERT_TRUE(switches.set("mode", "staff_confirmation"));
  EXPECT_EQ(switches.get("mode"), "staff_confirmation");
}

TEST(Switches, empty_value_is_the_default_again) {
  Switches switches;
  ASSERT_TRUE(switches.set("mode", "staff_confirmation") && switches.set("mode", ""));
  EXPECT_EQ(switches.get("mode"), "unattended");
}

TEST(Switches, unknown_name_is_refused) {
  Switches switches;
  EXPECT_EQ(switches.set("colour", "red").error().reason.text(), "switch_unknown");
  EXPECT_FALSE(switches.set("persona.adult.colour", "red"));
  EXPECT_FALSE(switches.set("persona.ID.NAME.X", "red"));
}

TEST(Switches, value_that_does_not_fit_is_refused_and_changes_nothing) {
  Switches switches;
  EXPECT_EQ(switches.set("latency_ms", "soon").error().reason.text(), "switch_value_wrong");
  EXPECT_EQ(switches.number("latency_ms"), 0);
}

TEST(Switches, elements_of_one_person_are_found) {
  Switches switches;
  ASSERT_TRUE(switches.set("persona.adult.record.Sex1", "3") && switches.set("persona.senior.record.Sex1", "1"));
  EXPECT_EQ(switches.records_of("adult"), (std::vector<std::pair<std::string, std::string>>{{"Sex1", "3"}}));
}

}  // namespace
}  // namespace omote::sim::national
