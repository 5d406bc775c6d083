#include "base/file.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <atomic>
#include <thread>

#include "tests/unit/temp_folder.hpp"

namespace omote {
namespace {

std::size_t entries(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

TEST(DurableWrite, leaves_the_whole_file_and_nothing_else) {
  const test::TempFolder folder;

  ASSERT_TRUE(write_durably(folder / "a", as_bytes("hello")));

  EXPECT_EQ(as_text(read_file(folder / "a").value()), "hello");
  EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(DurableWrite, replaces_an_old_file_whole) {
  const test::TempFolder folder;
  ASSERT_TRUE(write_durably(folder / "a", as_bytes("a much longer text")));

  ASSERT_TRUE(write_durably(folder / "a", as_bytes("new")));

  EXPECT_EQ(as_text(read_file(folder / "a").value()), "new");
}

TEST(DurableWrite, replace_no_leaves_an_existing_file_alone) {
  const test::TempFolder folder;
  ASSERT_TRUE(write_durably(folder / "a", as_bytes("first")));

  const auto again = write_durably(folder / "a", as_bytes("second"), Replace::No);

  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().reason.text(), "file_exists");
  EXPECT_EQ(as_text(read_file(folder / "a").value()), "first");
  EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(DurableWrite, mode_does_not_depend_on_the_umask) {
  const test::TempFolder folder;
  const auto before = ::umask(0077);
  const bool written = write_durably(folder / "a", as_bytes("x"), Replace::Yes, 0644).has_value();
  ::umask(before);

  ASSERT_TRUE(written);
  struct stat facts{};
  ASSERT_EQ(::stat((folder / "a").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0644u);
}

TEST(DurableWrite, missing_folder_is_a_reason) {
  const test::TempFolder folder;

  const auto written = write_durably(folder.path() / "nowhere" / "a", as_bytes("x"));

  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().reason.text(), "file_unwritable");
}

TEST(DurableWrite, a_reader_sees_the_old_file_or_the_new_one) {
  const test::TempFolder folder;
  const std::string one(20'000, '1');
  const std::string two(30'000, '2');
  ASSERT_TRUE(write_durably(folder / "a", as_bytes(one)));
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; i < 20; ++i) static_cast<void>(write_durably(folder / "a", as_bytes(i % 2 == 0 ? two : one)));
    done = true;
  });

  int wrong = 0;
  while (!done) {
    const auto seen = as_text(read_file(folder / "a").value());
    wrong += seen != one && seen != two ? 1 : 0;
  }
  writer.join();

  EXPECT_EQ(wrong, 0);
}

TEST(ReadFile, tells_missing_too_large_and_unreadable_apart) {
  const test::TempFolder folder;
  ASSERT_TRUE(write_durably(folder / "a", as_bytes("12345")));

  EXPECT_EQ(read_file(folder / "b").error().reason.text(), "file_missing");
  EXPECT_EQ(read_file(folder / "a", 4).error().reason.text(), "file_too_large");
  EXPECT_EQ(read_file(folder.path()).error().reason.text(), "file_unreadable");
}

}  // namespace
}  // namespace omote
