#include "host/own_program.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

#include "tests/support/facts.hpp"
#include "tests/unit/host/hand_clock.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::host {
namespace {

using namespace std::chrono_literals;

class OwnProgramTest : public testing::Test {
 protected:
  // As omote-watch starts a program.
  static Supervisor started_again_for(const char* reason) {
    ::setenv("OMOTE_WATCH_REASON", reason, 1);
    return Supervisor::from_environment();
  }
  std::string host_after(const char* reason, std::chrono::seconds time) {
    const auto supervisor = started_again_for(reason);
    OwnProgram program(clock_, supervisor);
    clock_.passed += time;
    return test::said(program.look(), "program.host");
  }
  test::HandClock clock_;
};

TEST_F(OwnProgramTest, one_that_was_started_for_the_first_time_or_as_asked_runs) {
  EXPECT_EQ(host_after("", 0s), "running");
  EXPECT_EQ(host_after("asked: update", 0s), "running");
}

TEST_F(OwnProgramTest, one_that_came_back_tells_what_it_had_been_for_some_seconds) {
  EXPECT_EQ(host_after("hung", 1s), "hung");
  EXPECT_EQ(host_after("never ready", 1s), "hung");
  EXPECT_EQ(host_after("signal 9", 1s), "dead");
  EXPECT_EQ(host_after("signal 9", 6s), "running");
}

TEST_F(OwnProgramTest, healed_settings_are_news_for_a_minute_then_the_file_counts) {
  const test::TempFolder folder;
  const auto file = folder.path() / "host.toml";
  std::ofstream(file) << "[clinic]\n";
  const auto told = settings_news(clock_, Kept::Healed, file);
  EXPECT_EQ(told(), "healed");
  clock_.passed += 61s;
  EXPECT_EQ(told(), "whole");
  std::ofstream(file) << "[clinic\n";
  EXPECT_EQ(told(), "unreadable");
}

}  // namespace
}  // namespace omote::host
