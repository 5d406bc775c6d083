#include "terminal/reset.hpp"

#include <gmock/gmock.h>

#include <set>

#include "base/file.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::terminal {
namespace {

namespace fs = std::filesystem;

class Reset : public testing::Test {
 protected:
  Reset() {
    for (const auto* name : {"link.pem", "link.key", "pairs", "pairs.previous", ".pairs.x.tmp", "choices", "choices.damaged",
                             "update.part", "pairs_of_somebody", "terminal.toml.kept"})
      put(name);
    fs::create_directories(folder_ / "tray");
    put("tray/reference");
  }
  void put(const std::string& name) const { static_cast<void>(write_durably(folder_ / name, as_bytes(std::string_view("x")))); }
  [[nodiscard]] std::set<std::string> names() const {
    std::set<std::string> all;
    for (const auto& entry : fs::directory_iterator(folder_.path())) all.insert(entry.path().filename().string());
    return all;
  }
  test::TempFolder folder_;
};

TEST_F(Reset, nothing_is_touched_without_the_mark) {
  const auto before = names();
  const auto done = carry_out_reset(folder_.path());
  ASSERT_TRUE(done);
  EXPECT_FALSE(*done);
  EXPECT_EQ(names(), before);
}

TEST_F(Reset, what_was_set_up_goes_and_the_rest_stays) {
  ASSERT_TRUE(want_reset(folder_.path()));
  const auto done = carry_out_reset(folder_.path());
  ASSERT_TRUE(done);
  EXPECT_TRUE(*done);
  EXPECT_THAT(names(), testing::ElementsAre("pairs_of_somebody", "terminal.toml.kept", "update.part"));
}

// A power cut between any two removals: what is left is finished, and the mark goes last.
TEST_F(Reset, one_that_was_cut_off_is_finished_at_the_next_start) {
  ASSERT_TRUE(want_reset(folder_.path()));
  fs::remove(folder_ / "link.pem");
  fs::remove(folder_ / "pairs");
  ASSERT_TRUE(carry_out_reset(folder_.path()));
  EXPECT_THAT(names(), testing::ElementsAre("pairs_of_somebody", "terminal.toml.kept", "update.part"));
  put("link.pem");  // the new key
  const auto again = carry_out_reset(folder_.path());
  ASSERT_TRUE(again);
  EXPECT_FALSE(*again);
  EXPECT_TRUE(names().contains("link.pem"));
}

TEST_F(Reset, folder_that_does_not_exist_is_told) {
  const auto wanted = want_reset(folder_ / "nowhere");
  ASSERT_FALSE(wanted);
  const auto done = carry_out_reset(folder_ / "nowhere");
  ASSERT_TRUE(done);
  EXPECT_FALSE(*done);
}

}  // namespace
}  // namespace omote::terminal
