// The programs start with a settings file that a power cut damaged.
#include "tests/integration/supervision/programs.hpp"

namespace omote {
namespace {

using test::seconds;

class DamagedSettings : public test::Programs, public testing::WithParamInterface<const char*> {
 protected:
  // Runs until the program said that it is ready; returns whether it was.
  bool starts() {
    auto watch = start_watched(GetParam());
    return test::running_pid(control(GetParam()), 0, seconds(60)) > 0;
  }
  [[nodiscard]] std::string file() const { return std::string(GetParam()) + ".toml"; }
  [[nodiscard]] std::string log() const { return contents(std::string(GetParam()) + ".log"); }
};

TEST_P(DamagedSettings, of_every_kind_do_not_keep_the_program_from_starting) {
  ASSERT_TRUE(starts());
  const auto whole = contents(file());
  ASSERT_FALSE(whole.empty());
  for (const auto& damaged : {std::string(), std::string(whole.size(), '\0'), whole.substr(0, whole.size() / 2)}) {
    write(file(), damaged);

    ASSERT_TRUE(starts()) << damaged.size() << " bytes\n" << log();

    EXPECT_EQ(contents(file()), whole);
    EXPECT_EQ(contents(file() + ".damaged"), damaged);
  }
  std::filesystem::remove(temp_ / file());
  EXPECT_TRUE(starts());
  EXPECT_EQ(contents(file()), whole);
}

INSTANTIATE_TEST_SUITE_P(Both, DamagedSettings, testing::Values("host", "terminal"),
                         [](const auto& given) { return std::string(given.param); });

}  // namespace
}  // namespace omote
