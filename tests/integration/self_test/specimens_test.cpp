// What omote-specimens makes is what a sound terminal reads: the one writes, the other parses, and both know the answers.
#include "apps/terminal/specimens.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "base/process.hpp"
#include "tests/integration/face/simulated.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::terminal {
namespace {

class SpecimensTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new test::TempFolder;
    const auto program = std::filesystem::path(OMOTE_BUILD_DIR) / "tools/self_test/omote-specimens";
    const auto personas = std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas";
    const auto data = tests::models_directory().parent_path();
    auto process = start_process({.argv = {program, personas, data, folder_->path()}});
    ASSERT_TRUE(process) << describe(process.error());
    ASSERT_EQ(process->wait(std::chrono::seconds(60)).value_or(-1), 0);
  }
  static void TearDownTestSuite() { delete folder_; }
  static Settings settings() {
    Settings settings;
    settings.specimens = folder_->path();
    settings.models = tests::models_directory();
    settings.means = tests::slice_file().parent_path() / "means.omm";
    settings.people = "simulated";
    return settings;
  }
  static test::TempFolder* folder_;
};
test::TempFolder* SpecimensTest::folder_ = nullptr;

TEST_F(SpecimensTest, made_at_set_up_are_read_and_recognised) {
  const auto checks = try_specimens(settings());
  ASSERT_EQ(checks.size(), 2U);
  for (const auto& check : checks) EXPECT_EQ(check.result(), "good") << check.name() << ": " << check.detail();
}

TEST_F(SpecimensTest, with_a_day_that_is_none_are_skipped_with_the_reason) {
  std::ofstream(folder_->path() / "specimen.toml") << "number_b = \"60041220324821\"\nexpiry = \"2032-04-12\"\n";
  for (const auto& check : try_specimens(settings())) {
    EXPECT_EQ(check.result(), "skipped");
    EXPECT_NE(check.detail().find("YYYYMMDD"), std::string::npos) << check.detail();
  }
}

}  // namespace
}  // namespace omote::terminal
