#include "terminal/own_files.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "diagnosis/probes/manifest.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::terminal {
namespace {

using std::chrono::milliseconds;

// An installation of two files, watched.
class OwnFilesTest : public testing::Test {
 protected:
  OwnFilesTest() {
    put("bin/omote-terminal", "program");
    put("share/omote/web/kiosk/index.html", "page");
    std::ofstream(manifest()) << R"({"version": "1.2.3", "root": ".", "files": [)" << line("bin/omote-terminal", "program") << ","
                              << line("share/omote/web/kiosk/index.html", "component") << "]}";
  }
  [[nodiscard]] std::filesystem::path manifest() const { return root_ / "manifest.json"; }
  [[nodiscard]] std::string line(const std::string& path, const std::string& part) const {
    return R"({"path": ")" + path + R"(", "sha256": ")" + diagnosis::sha256_of_file(root_ / path) + R"(", "part": ")" + part +
           "\"}";
  }
  void put(const std::string& file, const std::string& text) {
    std::filesystem::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }
  static bool tells(const OwnFiles& files, const std::string& part) {
    for (int i = 0; i < 500 && files.damaged_part() != part; ++i) std::this_thread::sleep_for(milliseconds(10));
    return files.damaged_part() == part;
  }
  test::TempFolder root_;
};

TEST_F(OwnFilesTest, a_page_and_a_program_that_changed_are_told_and_the_program_counts_most) {
  const OwnFiles files(manifest(), milliseconds(20));
  EXPECT_TRUE(tells(files, ""));
  put("share/omote/web/kiosk/index.html", "another page");
  EXPECT_TRUE(tells(files, "component"));
  std::filesystem::remove(root_ / "bin/omote-terminal");
  EXPECT_TRUE(tells(files, "program"));
  put("bin/omote-terminal", "program");
  put("share/omote/web/kiosk/index.html", "page");
  EXPECT_TRUE(tells(files, ""));
}

TEST_F(OwnFilesTest, without_a_manifest_nothing_is_known_to_be_damaged_and_its_end_waits_for_nothing) {
  const auto begin = std::chrono::steady_clock::now();
  {
    const OwnFiles files(root_ / "none.json", std::chrono::hours(1));
    EXPECT_EQ(files.damaged_part(), "");
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

}  // namespace
}  // namespace omote::terminal
