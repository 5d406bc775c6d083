#include "diagnosis/rules/experience.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/temp_folder.hpp"

namespace omote::diagnosis {
namespace {

TEST(ExperienceFile, what_cured_is_there_after_a_restart) {
  const test::TempFolder folder;
  const auto file = folder.path() / "state" / "experience.json";
  {
    auto experience = ExperienceFile::open(file);
    EXPECT_TRUE(experience.learned().empty());
    ASSERT_TRUE(experience.cured("E07", "lan_cable_out"));
    ASSERT_TRUE(experience.cured("E07", "lan_cable_out"));
    ASSERT_TRUE(experience.cured("E10", "folder_refused"));
  }
  const auto again = ExperienceFile::open(file);
  EXPECT_EQ(again.learned(), (Experience{{{"E07", "lan_cable_out"}, 2}, {{"E10", "folder_refused"}, 1}}));
  EXPECT_EQ(again.kept(), Kept::Whole);
}

TEST(ExperienceFile, damaged_the_generation_before_stands_for_it) {
  const test::TempFolder folder;
  const auto file = folder.path() / "experience.json";
  {
    auto experience = ExperienceFile::open(file);
    ASSERT_TRUE(experience.cured("E07", "lan_cable_out"));
    ASSERT_TRUE(experience.cured("E10", "folder_refused"));
  }
  std::fstream(file, std::ios::in | std::ios::out).seekp(30) << "#";
  const auto healed = ExperienceFile::open(file);
  EXPECT_EQ(healed.kept(), Kept::Healed);
  EXPECT_EQ(healed.learned(), (Experience{{{"E07", "lan_cable_out"}, 1}}));
}

TEST(ExperienceFile, a_disk_that_refuses_loses_nothing_of_this_run) {
  const test::TempFolder folder;
  std::ofstream(folder.path() / "file") << "not a folder";
  auto experience = ExperienceFile::open(folder.path() / "file" / "experience.json");
  EXPECT_FALSE(experience.cured("E07", "lan_cable_out"));
  EXPECT_EQ(experience.learned().at({"E07", "lan_cable_out"}), 1);
}

}  // namespace
}  // namespace omote::diagnosis
