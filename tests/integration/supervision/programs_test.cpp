// The real programs under omote-watch, with its real times: dead or hung they are back within eight seconds.
#include "tests/integration/supervision/programs.hpp"

namespace omote {
namespace {

using test::seconds;

constexpr seconds kPromised{8};

class SupervisedProgram : public test::Programs, public testing::WithParamInterface<const char*> {
 protected:
  // How long until another process runs in the place of the one that got the signal.
  [[nodiscard]] std::chrono::milliseconds back_after(int signal) {
    const int first = test::running_pid(control(GetParam()), 0, seconds(60));
    EXPECT_GT(first, 0) << contents(std::string(GetParam()) + ".log");
    if (first <= 0) return seconds(999);
    const auto begin = std::chrono::steady_clock::now();
    ::kill(first, signal);
    EXPECT_GT(test::running_pid(control(GetParam()), first), 0) << contents(std::string(GetParam()) + ".log");
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  }
};

TEST_P(SupervisedProgram, killed_is_back) {
  const auto watch = start_watched(GetParam());

  const auto took = back_after(SIGKILL);

  RecordProperty("took_ms", std::to_string(took.count()));
  EXPECT_LE(took, kPromised);
  EXPECT_EQ(ask_watch(control(GetParam()))->restarts_today, 1);
}

TEST_P(SupervisedProgram, stopped_is_back) {
  const auto watch = start_watched(GetParam());

  const auto took = back_after(SIGSTOP);

  RecordProperty("took_ms", std::to_string(took.count()));
  EXPECT_LE(took, kPromised);
  EXPECT_EQ(ask_watch(control(GetParam()))->last_end, "hung");
}

TEST_P(SupervisedProgram, with_a_persons_mistake_in_the_settings_is_not_tried_again) {
  write(std::string(GetParam()) + ".toml", "[clinic]\nnam = 1\n");
  auto watch = start_watched(GetParam());

  EXPECT_EQ(watch.wait(seconds(60)), kExitSettingsWrong);
  EXPECT_THAT(contents(std::string(GetParam()) + ".log"), testing::HasSubstr(".toml:2: clinic.nam is not a setting"));
}

INSTANTIATE_TEST_SUITE_P(Both, SupervisedProgram, testing::Values("host", "terminal"),
                         [](const auto& given) { return std::string(given.param); });

}  // namespace
}  // namespace omote
