#include "host/terminal_book.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "base/log.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::host {
namespace {

class Book : public testing::Test {
 protected:
  Book() { log::start("test", log::Level::Error); }
  [[nodiscard]] TerminalBook open() const { return {temp_ / "terminals", clock_}; }
  [[nodiscard]] std::filesystem::path file() const { return temp_ / "terminals/T-1"; }
  void damage(const std::string& ending = "") { ASSERT_TRUE(write_durably(file().string() + ending, as_bytes("x"))); }
  test::TempFolder temp_;
  SystemClock clock_;
};

TEST_F(Book, settings_come_first_and_what_they_leave_out_is_remembered) {
  open().note("T-1", {{"Old Reader", "F000000001", "old"}, "10.0.0.2", "0.1.0"});
  auto book = open();

  const auto left_out = book.completed("T-1", {"", "F000000002", ""});
  const auto given = book.completed("T-1", {"Reader", "F000000002", "password"});

  EXPECT_EQ(left_out.reader, "Old Reader");
  EXPECT_EQ(left_out.password_file, "old");
  EXPECT_EQ(left_out.login, "F000000002");
  EXPECT_EQ(given.reader, "Reader");
  EXPECT_EQ(given.password_file, "password");
}

TEST_F(Book, damaged_file_heals_from_the_generation_before) {
  {
    auto book = open();
    book.note("T-1", {{"Reader", "F000000001", "p"}, "", ""});
    book.note("T-1", {{}, "10.0.0.2", ""});
  }
  damage();

  auto book = open();

  EXPECT_EQ(book.kept("T-1"), Kept::Healed);
  EXPECT_EQ(book.record("T-1").settings.login, "F000000001");
}

TEST_F(Book, both_generations_damaged_are_rebuilt_from_host_toml_and_the_link) {
  open().note("T-1", {{"Reader", "F000000001", "p"}, "10.0.0.2", "0.1.0"});
  damage();
  damage(".previous");

  auto book = open();
  ASSERT_EQ(book.kept("T-1"), Kept::Rebuilt);
  book.note("T-1", {book.completed("T-1", {"Reader", "F000000001", "p"}), "10.0.0.3", "0.1.0"});

  auto again = open();
  EXPECT_EQ(again.kept("T-1"), Kept::Whole);
  EXPECT_EQ(again.record("T-1").settings.login, "F000000001");
  EXPECT_EQ(again.record("T-1").address, "10.0.0.3");
}

TEST_F(Book, healing_shows_in_the_terminals_fact) {
  open().note("T-1", {{"Reader", "F000000001", "p"}, "", ""});
  damage();
  auto book = open();
  link::v1::TerminalState state;
  auto& fact = *state.add_facts();
  fact.set_id("terminal.settings");
  fact.set_text("whole");

  book.amend("T-1", state);

  EXPECT_EQ(state.facts(0).text(), "healed");
}

TEST_F(Book, forgotten_terminal_leaves_no_file) {
  auto book = open();
  book.note("T-1", {{"Reader", "", ""}, "", ""});
  book.note("T-1", {{"Reader 2", "", ""}, "", ""});

  book.forget("T-1");

  EXPECT_TRUE(std::filesystem::is_empty(temp_ / "terminals"));
}

TEST_F(Book, unchanged_is_not_written_again) {
  auto book = open();
  book.note("T-1", {{"Reader", "", ""}, "", ""});
  const auto before = read_file(file()).value();

  book.note("T-1", {{"Reader", "", ""}, "", ""});

  EXPECT_EQ(as_text(read_file(file()).value()), as_text(before));
}

}  // namespace
}  // namespace omote::host
