#include "host/own_program.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "tests/support/facts.hpp"
#include "tests/unit/host/hand_clock.hpp"

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
    OwnProgram program(clock_, Kept::Whole, supervisor);
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

}  // namespace
}  // namespace omote::host
