#include "host/changed_files.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/temp_folder.hpp"

namespace omote::host {
namespace {

class ChangedFilesTest : public testing::Test {
 protected:
  void write(const std::string& text) { std::ofstream(file_) << text; }

  test::TempFolder folder_;
  std::filesystem::path file_ = folder_.path() / "password";
};

TEST_F(ChangedFilesTest, a_change_is_told_once_and_only_when_it_stands_still) {
  write("wrong");
  ChangedFiles files({file_});
  EXPECT_FALSE(files.changed());
  write("ri");
  EXPECT_FALSE(files.changed());  // it may be half of it
  write("right");
  EXPECT_FALSE(files.changed());
  EXPECT_TRUE(files.changed());
  EXPECT_FALSE(files.changed());
}

TEST_F(ChangedFilesTest, a_file_that_comes_or_goes_is_a_change) {
  ChangedFiles files({file_, folder_.path() / "never"});
  write("right");
  static_cast<void>(files.changed());
  EXPECT_TRUE(files.changed());
  std::filesystem::remove(file_);
  static_cast<void>(files.changed());
  EXPECT_TRUE(files.changed());
}

TEST(ChangedFiles, none_never_change) {
  ChangedFiles files;
  EXPECT_FALSE(files.changed());
}

}  // namespace
}  // namespace omote::host
