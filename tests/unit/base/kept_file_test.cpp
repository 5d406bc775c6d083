#include "base/kept_file.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "base/file.hpp"
#include "base/log.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote {
namespace {

namespace fs = std::filesystem;

class KeptState : public testing::Test {
 protected:
  KeptState() { log::start("test", log::Level::Error); }  // damage is announced each time
  [[nodiscard]] fs::path file() const { return temp_ / "state/one"; }
  [[nodiscard]] fs::path previous() const { return temp_ / "state/one.previous"; }
  [[nodiscard]] KeptFile open() const { return KeptFile::open(file(), "omote-test"); }
  void damage(const fs::path& path) { ASSERT_TRUE(write_durably(path, as_bytes("x"))); }
  // Two generations, "before" and "now", on the disk; returns the newest file's bytes.
  Bytes save_two() {
    auto kept = open();
    EXPECT_TRUE(kept.save("before\nsecond line\n"));
    EXPECT_TRUE(kept.save("now"));
    return read_file(file()).value();
  }
  test::TempFolder temp_;
};

TEST_F(KeptState, without_a_file_is_whole_and_empty) {
  const auto kept = open();

  EXPECT_EQ(kept.kept(), Kept::Whole);
  EXPECT_EQ(kept.generation(), 0U);
  EXPECT_EQ(kept.contents(), "");
}

TEST_F(KeptState, comes_back_as_it_was_saved) {
  const std::string all("bytes of any kind: \0 \n \xff sha256 ", 33);
  auto kept = open();
  for (const auto& contents : {std::string("first"), std::string(), all}) {
    ASSERT_TRUE(kept.save(contents));

    const auto again = open();
    EXPECT_EQ(again.kept(), Kept::Whole);
    EXPECT_EQ(again.contents(), contents);
  }
  EXPECT_EQ(open().generation(), 3U);
}

TEST_F(KeptState, every_flipped_byte_is_noticed_and_the_generation_before_comes_back) {
  const auto bytes = save_two();
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    auto wrong = bytes;
    wrong[at] ^= static_cast<std::uint8_t>(at % 3 == 0 ? 0x01 : at % 3 == 1 ? 0x20 : 0xff);
    ASSERT_TRUE(write_durably(file(), wrong));

    const auto kept = open();

    ASSERT_EQ(kept.kept(), Kept::Healed) << "byte " << at;
    ASSERT_EQ(kept.contents(), "before\nsecond line\n");
    ASSERT_EQ(as_text(read_file(file().string() + ".damaged").value()), as_text(wrong));
    ASSERT_EQ(open().kept(), Kept::Whole) << "healed on the disk as well";
  }
}

TEST_F(KeptState, every_cut_and_every_added_byte_is_noticed) {
  auto bytes = save_two();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_TRUE(write_durably(file(), ByteView(bytes).first(size)));
    ASSERT_EQ(open().kept(), Kept::Healed) << size;
  }
  bytes.push_back('\n');
  ASSERT_TRUE(write_durably(file(), bytes));
  EXPECT_EQ(open().kept(), Kept::Healed);
}

TEST_F(KeptState, filled_with_zeros_as_after_a_power_cut_heals) {
  const auto bytes = save_two();
  ASSERT_TRUE(write_durably(file(), Bytes(bytes.size(), 0)));

  EXPECT_EQ(open().contents(), "before\nsecond line\n");
}

TEST_F(KeptState, deleted_by_somebody_heals) {
  save_two();
  fs::remove(file());

  EXPECT_EQ(open().kept(), Kept::Healed);
}

TEST_F(KeptState, first_generation_is_not_lost_either) {
  ASSERT_TRUE(open().save("only one"));
  damage(file());

  const auto kept = open();

  EXPECT_EQ(kept.kept(), Kept::Healed);
  EXPECT_EQ(kept.contents(), "only one");
}

TEST_F(KeptState, damaged_generation_before_does_not_matter) {
  save_two();
  damage(previous());

  const auto kept = open();

  EXPECT_EQ(kept.kept(), Kept::Whole);
  EXPECT_EQ(kept.contents(), "now");
}

TEST_F(KeptState, both_damaged_begins_anew_and_can_be_saved) {
  save_two();
  damage(file());
  damage(previous());

  auto kept = open();

  EXPECT_EQ(kept.kept(), Kept::Rebuilt);
  EXPECT_EQ(kept.contents(), "");
  ASSERT_TRUE(kept.save("new"));
  EXPECT_EQ(open().kept(), Kept::Whole);
  EXPECT_EQ(open().contents(), "new");
}

TEST_F(KeptState, of_another_kind_is_damaged) {
  save_two();

  EXPECT_EQ(KeptFile::open(file(), "omote-other").kept(), Kept::Rebuilt);
}

TEST_F(KeptState, is_private) {
  save_two();
  struct stat facts{};
  ASSERT_EQ(::stat(file().c_str(), &facts), 0);

  EXPECT_EQ(facts.st_mode & 0777, 0600U);
}

TEST_F(KeptState, save_that_fails_changes_nothing) {
  ASSERT_TRUE(write_durably(temp_ / "state", as_bytes("no folder")));
  auto kept = open();

  EXPECT_EQ(kept.save("x").error().reason.text(), "kept_file_not_written");
  EXPECT_EQ(kept.save(std::string(2 << 20, 'x')).error().reason.text(), "kept_file_too_large");
  EXPECT_EQ(kept.contents(), "");
  EXPECT_EQ(kept.generation(), 0U);
}

}  // namespace
}  // namespace omote
