// omote-watch with a program that ends, hangs and crashes as it is told.
#include <fstream>

#include "base/file.hpp"
#include "tests/integration/supervision/watching.hpp"

namespace omote {
namespace {

using test::milliseconds;
using test::seconds;

class Watched : public testing::Test {
 protected:
  void start(const std::string& how, std::vector<std::string> watch = {"--silence", "600"}) {
    watch_ = test::watched(control(), std::move(watch), {OMOTE_BUILD_DIR "/tests/watched_sample", how, diary().string()},
                           (temp_ / "log").string());
  }
  [[nodiscard]] std::filesystem::path control() const { return temp_ / "sample.watch"; }
  [[nodiscard]] std::filesystem::path diary() const { return temp_ / "diary"; }
  [[nodiscard]] std::string log() const { return as_text(read_file(temp_ / "log").value_or(Bytes{})); }
  [[nodiscard]] int starts() const {
    std::ifstream lines(diary());
    int count = 0;
    for (std::string line; std::getline(lines, line);) ++count;
    return count;
  }

  test::TempFolder temp_;
  Process watch_;
};

TEST_F(Watched, killed_program_is_started_again_at_once) {
  start("well");
  const int first = test::running_pid(control());
  ASSERT_GT(first, 0);
  const auto begin = std::chrono::steady_clock::now();

  ::kill(first, SIGKILL);

  EXPECT_GT(test::running_pid(control(), first), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds(5));
  const auto report = ask_watch(control());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->restarts_today, 1);
  EXPECT_EQ(report->last_end, "signal 9");
  EXPECT_EQ(report->status, "sample");
}

TEST_F(Watched, stopped_program_counts_as_hung) {
  start("well");
  const int first = test::running_pid(control());
  ASSERT_GT(first, 0);

  ::kill(first, SIGSTOP);

  ASSERT_GT(test::running_pid(control(), first), 0);
  EXPECT_EQ(ask_watch(control())->last_end, "hung");
}

TEST_F(Watched, livelocked_program_counts_as_hung) {
  start("livelock");
  const int first = test::running_pid(control());
  ASSERT_GT(first, 0);

  ASSERT_GT(test::running_pid(control(), first), 0);
  EXPECT_EQ(ask_watch(control())->last_end, "hung");
}

TEST_F(Watched, program_that_never_gets_ready_is_started_again) {
  start("never-ready", {"--start", "300"});

  EXPECT_TRUE(test::until([&] { return starts() >= 2; }));
}

TEST_F(Watched, row_of_crashes_waits_longer_and_says_so) {
  start("crash");

  ASSERT_TRUE(test::until([&] {
    const auto report = ask_watch(control());
    return report && report->state == "waiting";
  }));

  const int before = starts();
  EXPECT_EQ(before, 5);
  EXPECT_GT(ask_watch(control())->next_try_s, 0);
  EXPECT_THAT(log(), testing::HasSubstr("ended 5 times"));
  std::this_thread::sleep_for(seconds(1));
  EXPECT_EQ(starts(), before);
}

TEST_F(Watched, asked_for_a_try_does_not_wait) {
  start("crash");
  ASSERT_TRUE(test::until([&] {
    const auto report = ask_watch(control());
    return report && report->state == "waiting";
  }));
  const int before = starts();

  ASSERT_TRUE(restart_by_watch(control(), "somebody corrected it"));

  EXPECT_TRUE(test::until([&] { return starts() > before; }, seconds(5)));
}

TEST_F(Watched, wrong_settings_are_not_tried_again) {
  start("settings");

  EXPECT_EQ(watch_.wait(seconds(10)), kExitSettingsWrong);
  EXPECT_EQ(starts(), 1);
}

TEST_F(Watched, program_that_wants_a_restart_gets_it) {
  start("restart");

  EXPECT_TRUE(test::until([&] { return starts() == 2; }));
}

TEST_F(Watched, restart_on_demand_ends_a_stopped_program_too) {
  start("well", {"--silence", "60000"});
  const int first = test::running_pid(control());
  ASSERT_GT(first, 0);
  ::kill(first, SIGSTOP);

  ASSERT_TRUE(restart_by_watch(control(), "remedy"));

  ASSERT_GT(test::running_pid(control(), first), 0);
  EXPECT_EQ(ask_watch(control())->last_end, "asked: remedy");
}

TEST_F(Watched, end_of_the_watch_is_the_end_of_the_program) {
  start("well");
  const int pid = test::running_pid(control());
  ASSERT_GT(pid, 0);

  watch_.stop();

  EXPECT_TRUE(test::until([&] { return ::kill(pid, 0) != 0; }));
  EXPECT_FALSE(ask_watch(control()));
}

}  // namespace
}  // namespace omote
