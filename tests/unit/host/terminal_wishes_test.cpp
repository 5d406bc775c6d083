#include "host/terminal_wishes.hpp"

#include <gtest/gtest.h>

#include "tests/unit/temp_folder.hpp"

namespace omote::host {
namespace {

using namespace std::chrono_literals;

std::string reason(const Result<void>& result) {
  return result ? "" : std::string(result.error().reason.text());
}

TEST(TerminalWishes, where_check_in_is_stopped_and_the_plan_stand_after_a_restart) {
  const test::TempFolder folder;
  auto wishes = TerminalWishes::open(folder.path());
  EXPECT_EQ(wishes.plan(), (TerminalPlan{3, "", false}));
  ASSERT_TRUE(wishes.set_stopped("T1", true));
  ASSERT_TRUE(wishes.set_stopped("T2", true));
  ASSERT_TRUE(wishes.set_stopped("T2", false));
  ASSERT_TRUE(wishes.set_plan({5, "03:30", true}));
  ASSERT_TRUE(wishes.set_restarted_on("2026-11-27"));
  const auto again = TerminalWishes::open(folder.path());
  EXPECT_TRUE(again.stopped("T1"));
  EXPECT_FALSE(again.stopped("T2"));
  EXPECT_EQ(again.plan(), (TerminalPlan{5, "03:30", true}));
  EXPECT_EQ(again.restarted_on(), "2026-11-27");
}

TEST(TerminalWishes, plan_that_cannot_be_is_refused_and_changes_nothing) {
  const test::TempFolder folder;
  auto wishes = TerminalWishes::open(folder.path());
  for (const int minutes : {0, 6, -1}) EXPECT_EQ(reason(wishes.set_plan({minutes, ""})), "again_after_wrong") << minutes;
  for (const auto* time : {"3:30", "24:00", "03:60", "0330", "03:3x", "abc"})
    EXPECT_EQ(reason(wishes.set_plan({3, time})), "restart_at_wrong") << time;
  EXPECT_EQ(wishes.plan(), TerminalPlan());
}

WallTime at(int hour, int minute, int second) {
  return from_jst({.date = {2026, 11, 27}, .hour = hour, .minute = minute, .second = second});
}

TEST(RestartIn, tells_ten_minutes_before_and_is_due_for_two) {
  EXPECT_EQ(restart_in("", at(3, 30, 0)), std::nullopt);
  EXPECT_EQ(restart_in("03:30", at(3, 19, 59)), std::nullopt);
  EXPECT_EQ(restart_in("03:30", at(3, 20, 0)), 600s);
  EXPECT_EQ(restart_in("03:30", at(3, 29, 1)), 59s);
  EXPECT_EQ(restart_in("03:30", at(3, 30, 0)), 0s);
  EXPECT_EQ(restart_in("03:30", at(3, 31, 59)), 0s);
  EXPECT_EQ(restart_in("03:30", at(3, 32, 0)), std::nullopt) << "a PC that was switched on later";
  EXPECT_EQ(restart_in("00:05", at(23, 56, 0)), 540s) << "over midnight";
}

TEST(TryAgain, is_due_after_the_planned_minutes_and_again_after_as_many) {
  TryAgain again;
  const SteadyTime begin(1h);
  EXPECT_FALSE(again.due("T1", true, begin, 3min));
  EXPECT_FALSE(again.due("T1", true, begin + 2min + 59s, 3min));
  EXPECT_TRUE(again.due("T1", true, begin + 3min, 3min));
  EXPECT_FALSE(again.due("T1", true, begin + 4min, 3min));
  EXPECT_FALSE(again.due("T2", true, begin + 4min, 3min)) << "each terminal has a time of its own";
  EXPECT_TRUE(again.due("T1", true, begin + 6min, 3min));
  EXPECT_FALSE(again.due("T1", false, begin + 7min, 3min)) << "it serves again";
  EXPECT_FALSE(again.due("T1", true, begin + 9min, 3min));
  EXPECT_TRUE(again.due("T1", true, begin + 10min, 1min)) << "the plan was changed meanwhile";
}

}  // namespace
}  // namespace omote::host
