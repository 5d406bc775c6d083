#include "base/process.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include "base/file.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Process, exit_status_comes_back) {
  auto process = start_process({.argv = {"sh", "-c", "exit 7"}});

  ASSERT_TRUE(process);
  EXPECT_EQ(process->wait(seconds(5)), 7);
  EXPECT_FALSE(process->running());
}

TEST(Process, missing_program_is_a_reason) {
  const auto process = start_process({.argv = {"/nowhere/omote-no-such-program"}});

  ASSERT_FALSE(process);
  EXPECT_EQ(process.error().reason.text(), "process_not_executed");
}

TEST(Process, missing_program_is_a_reason_whatever_numbers_its_descriptors_get) {
  for (int number = 3; number < 20; ++number) {
    const auto process = start_process({.argv = {"/nowhere/omote-no-such-program"}, .descriptors = {{1, number}}});
    EXPECT_FALSE(process) << number;
  }
}

TEST(Process, kill_ends_one_that_ignores_the_polite_signal) {
  auto process = start_process({.argv = {"sh", "-c", "trap '' TERM; while :; do sleep 0.01; done"}});
  ASSERT_TRUE(process);
  EXPECT_TRUE(process->running());

  process->kill_now();

  EXPECT_EQ(process->wait(milliseconds(0)), 128 + SIGKILL);
}

TEST(Process, stop_asks_first) {
  auto process = start_process({.argv = {"sleep", "60"}});
  ASSERT_TRUE(process);

  process->stop();

  EXPECT_EQ(process->wait(milliseconds(0)), 128 + SIGTERM);
}

TEST(Process, wait_gives_up_in_time) {
  auto process = start_process({.argv = {"sleep", "60"}});
  ASSERT_TRUE(process);

  EXPECT_EQ(process->wait(milliseconds(20)), std::nullopt);
}

TEST(Process, moved_one_keeps_its_known_status) {
  auto process = start_process({.argv = {"true"}});
  ASSERT_TRUE(process);
  ASSERT_EQ(process->wait(seconds(5)), 0);

  Process moved = std::move(*process);

  EXPECT_EQ(moved.wait(milliseconds(0)), 0);
}

TEST(Process, environment_descriptors_and_standard_error_reach_the_child) {
  const test::TempFolder folder;
  const int out = ::open((folder / "out").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  auto process = start_process({.argv = {"sh", "-c", "echo \"$OMOTE_TEST_WORD\" >&9; echo trouble >&2"},
                                .environment = {{"OMOTE_TEST_WORD", "見本"}},
                                .descriptors = {{out, 9}},
                                .standard_error = folder / "err"});
  ::close(out);
  ASSERT_TRUE(process);
  ASSERT_EQ(process->wait(seconds(5)), 0);

  EXPECT_EQ(as_text(read_file(folder / "out").value()), "見本\n");
  EXPECT_EQ(as_text(read_file(folder / "err").value()), "trouble\n");
}

TEST(OwnExecutable, is_this_program) {
  EXPECT_THAT(own_executable(), testing::HasSubstr("unit_base"));
}

}  // namespace
}  // namespace omote
