#include "console/staff_book.hpp"

#include <gtest/gtest.h>

#include "tests/unit/temp_folder.hpp"

namespace omote::console {
namespace {

class StaffBookTest : public testing::Test {
 protected:
  StaffBook open() { return StaffBook::open(temp_ / "staff"); }
  static std::string outcome(const Result<void>& result) { return result ? "" : std::string(result.error().reason.text()); }
  test::TempFolder temp_;
};

TEST_F(StaffBookTest, members_outlive_a_restart) {
  {
    auto book = open();
    ASSERT_TRUE(book.add({"花子", Role::Administrator, "hash 1", ""}));
    ASSERT_TRUE(book.add({"Taro", Role::User, "hash 2", "sealed"}));
  }
  const auto book = open();
  ASSERT_EQ(book.members().size(), 2U);
  EXPECT_EQ(book.find("花子")->role, Role::Administrator);
  EXPECT_EQ(book.find("taro")->password, "hash 2");
  EXPECT_EQ(book.find("ＴＡＲＯ")->totp, "sealed");
  EXPECT_EQ(book.find("jiro"), nullptr);
}

TEST_F(StaffBookTest, names_that_cannot_be_told_apart_or_shown_are_refused) {
  auto book = open();
  ASSERT_TRUE(book.add({"hanako", Role::Administrator, "hash", ""}));
  for (const auto* name : {"HANAKO", "Hanako", "ｈａｎａｋｏ"})
    EXPECT_EQ(outcome(book.add({name, Role::User, "h", ""})), "staff_name_taken") << name;
  for (const auto* name : {"", " taro", "taro ", "ta\nro", "ta\x1b[31mro", "\xff", "ticket", "Command_Line", "ta\u202ero"})
    EXPECT_EQ(outcome(book.add({name, Role::User, "h", ""})), "staff_name_wrong") << name;
  EXPECT_EQ(outcome(book.add({std::string(41, 'a'), Role::User, "h", ""})), "staff_name_wrong");
  EXPECT_EQ(book.members().size(), 1U);
}

TEST_F(StaffBookTest, last_administrator_stays) {
  auto book = open();
  ASSERT_TRUE(book.add({"hanako", Role::Administrator, "hash", ""}));
  ASSERT_TRUE(book.add({"taro", Role::User, "hash", ""}));
  EXPECT_EQ(outcome(book.remove("hanako")), "staff_last_administrator");
  EXPECT_EQ(outcome(book.set_role("hanako", Role::User)), "staff_last_administrator");
  EXPECT_EQ(book.find("hanako")->role, Role::Administrator);
  ASSERT_TRUE(book.set_role("taro", Role::Administrator));
  EXPECT_TRUE(book.remove("HANAKO"));
  EXPECT_EQ(outcome(book.remove("hanako")), "staff_unknown");
}

TEST_F(StaffBookTest, users_without_any_administrator_can_still_be_changed) {
  auto book = open();
  ASSERT_TRUE(book.add({"taro", Role::User, "hash", ""}));
  EXPECT_FALSE(book.has_administrator());
  EXPECT_TRUE(book.set_password("taro", "other"));
  EXPECT_TRUE(book.remove("taro"));
}

TEST_F(StaffBookTest, what_the_disk_refuses_changes_nothing) {
  auto book = open();
  ASSERT_TRUE(book.add({"hanako", Role::Administrator, "hash", ""}));
  std::filesystem::remove_all(temp_.path());
  std::filesystem::path blocker = temp_.path();
  // A file where the folder was: root may write everywhere else.
  std::FILE* file = std::fopen(blocker.c_str(), "w");
  ASSERT_NE(file, nullptr);
  std::fclose(file);
  EXPECT_EQ(outcome(book.set_password("hanako", "other")), "kept_file_not_written");
  EXPECT_EQ(book.find("hanako")->password, "hash");
}

}  // namespace
}  // namespace omote::console
