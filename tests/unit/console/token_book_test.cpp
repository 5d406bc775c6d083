#include "console/token_book.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::console {
namespace {

class TokenBookTest : public testing::Test {
 protected:
  TokenBook open() { return TokenBook::open(temp_ / "tokens"); }
  static std::string reason(const Result<std::string>& made) {
    return made ? std::string("none") : std::string(made.error().reason.text());
  }
  test::TempFolder temp_;
};

TEST_F(TokenBookTest, token_is_known_with_its_rights_also_after_a_restart) {
  const auto token = open().make("receipt", {Right::Look, Right::Operate}, "2026-11-27");
  ASSERT_TRUE(token);
  const auto caller = open().find(*token);
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->name, "receipt");
  EXPECT_EQ(caller->way, Caller::Way::Token);
  EXPECT_TRUE(caller->may(Right::Operate));
  EXPECT_FALSE(caller->may(Right::Change));
}

TEST_F(TokenBookTest, others_are_not_known) {
  auto book = open();
  auto token = *book.make("receipt", {Right::Look}, "2026-11-27");
  token.back() = token.back() == '0' ? '1' : '0';
  EXPECT_FALSE(book.find(token));
  EXPECT_FALSE(book.find(""));
  EXPECT_FALSE(book.find("omote_"));
}

TEST_F(TokenBookTest, file_holds_no_token) {
  const auto token = *open().make("receipt", {Right::Look}, "2026-11-27");
  EXPECT_THAT(std::string(as_text(*read_file(temp_ / "tokens"))), testing::Not(testing::HasSubstr(token.substr(6))));
}

TEST_F(TokenBookTest, removed_one_is_refused) {
  auto book = open();
  const auto token = *book.make("receipt", {Right::Look}, "2026-11-27");
  ASSERT_TRUE(book.remove("receipt"));
  EXPECT_FALSE(book.find(token));
  EXPECT_FALSE(open().find(token));
  EXPECT_FALSE(book.remove("receipt"));
}

TEST_F(TokenBookTest, what_may_not_be_made_is_told) {
  auto book = open();
  ASSERT_TRUE(book.make("receipt", {Right::Look}, "2026-11-27"));
  EXPECT_EQ(reason(book.make("receipt", {Right::Look}, "2026-11-27")), "token_name_taken");
  EXPECT_EQ(reason(book.make("chart", {}, "2026-11-27")), "token_rights_missing");
  for (const auto* name : {"", "Receipt", "re ceipt", "command_line", "ticket", "見本"})
    EXPECT_EQ(reason(book.make(name, {Right::Look}, "2026-11-27")), "token_name_wrong") << name;
  EXPECT_EQ(book.tokens().size(), 1U);
}

}  // namespace
}  // namespace omote::console
