#include "diagnosis/remedies/system.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "base/process.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::diagnosis {
namespace {

using namespace std::chrono_literals;

std::string reason(const Result<void>& result) {
  return result ? "" : std::string(result.error().reason.text());
}

Process start(std::vector<std::string> argv) {
  Command command;
  command.argv = std::move(argv);
  auto process = start_process(command);
  EXPECT_TRUE(process);
  return std::move(*process);
}

TEST(RunCommand, tells_success_failure_and_time_out_apart) {
  EXPECT_EQ(reason(run_command({"/bin/true"}, 5s)), "");
  EXPECT_EQ(reason(run_command({"/bin/false"}, 5s)), "command_failed");
  EXPECT_EQ(reason(run_command({}, 5s)), "command_not_given");
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(reason(run_command({"/bin/sleep", "60"}, 200ms)), "command_time_out");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
}

TEST(SwitchSleepOff, every_way_to_rest_is_closed_and_a_second_time_changes_nothing) {
  const test::TempFolder root;
  ASSERT_TRUE(switch_sleep_off(root.path()));
  ASSERT_TRUE(switch_sleep_off(root.path()));
  for (const auto* name : {"sleep.target", "suspend.target", "hibernate.target", "hybrid-sleep.target"})
    EXPECT_EQ(std::filesystem::read_symlink(root.path() / "etc/systemd/system" / name), "/dev/null");
}

TEST(SwitchSleepOff, what_stands_in_the_way_is_said) {
  const test::TempFolder root;
  std::filesystem::create_directories(root.path() / "etc/systemd/system/suspend.target");
  EXPECT_EQ(reason(switch_sleep_off(root.path())), "sleep_not_switched_off");
}

TEST(PutAside, files_and_folders_go_and_can_be_taken_back) {
  const test::TempFolder folder;
  std::filesystem::create_directories(folder.path() / "opt/omote-old/bin");
  std::ofstream(folder.path() / "opt/omote-old/bin/omote") << "old";
  std::ofstream(folder.path() / "omote") << "older";
  const auto aside = folder.path() / "aside";
  ASSERT_TRUE(put_aside({(folder.path() / "opt/omote-old").string(), (folder.path() / "omote").string()}, aside));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "opt/omote-old"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "omote"));
  EXPECT_TRUE(std::filesystem::exists(aside / folder.path().relative_path() / "opt/omote-old/bin/omote"));
}

TEST(PutAside, what_cannot_go_is_named_and_the_rest_goes) {
  const test::TempFolder folder;
  std::ofstream(folder.path() / "omote") << "old";
  const auto done =
      put_aside({(folder.path() / "nowhere").string(), (folder.path() / "omote").string()}, folder.path() / "aside");
  EXPECT_EQ(reason(done), "leftover_stays");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "omote"));
}

TEST(AskToClose, a_program_that_listens_ends) {
  auto sleeper = start({"/bin/sleep", "60"});
  EXPECT_EQ(reason(ask_to_close(sleeper.pid(), "sleep", 5s)), "");
  EXPECT_FALSE(sleeper.running());
}

TEST(AskToClose, another_program_under_that_number_is_left_alone) {
  auto sleeper = start({"/bin/sleep", "60"});
  EXPECT_EQ(reason(ask_to_close(sleeper.pid(), "cardtool", 1s)), "holder_not_ours");
  EXPECT_EQ(reason(ask_to_close(sleeper.pid(), "", 1s)), "holder_not_ours");
  EXPECT_TRUE(sleeper.running());
}

TEST(AskToClose, one_that_refuses_is_not_forced) {
  auto stubborn = start({"/bin/sh", "-c", "trap '' TERM; while :; do sleep 1; done"});
  std::this_thread::sleep_for(300ms);  // until the trap stands
  const auto shell = std::filesystem::read_symlink("/proc/" + std::to_string(stubborn.pid()) + "/exe").filename().string();
  EXPECT_EQ(reason(ask_to_close(stubborn.pid(), shell, 500ms)), "holder_stays");
  EXPECT_TRUE(stubborn.running());
  stubborn.kill_now();
}

TEST(AskToClose, one_that_is_gone_is_said_to_be_gone) {
  auto short_lived = start({"/bin/true"});
  static_cast<void>(short_lived.wait(5s));
  EXPECT_EQ(reason(ask_to_close(short_lived.pid(), "true", 1s)), "holder_gone");
  EXPECT_EQ(reason(ask_to_close(1, "systemd", 1s)), "holder_gone");
}

}  // namespace
}  // namespace omote::diagnosis
