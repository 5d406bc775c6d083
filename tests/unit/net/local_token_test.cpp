#include "net/local_token.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>

#include "tests/unit/temp_folder.hpp"

namespace omote::net {
namespace {

class LocalTokenTest : public testing::Test {
 protected:
  LocalTokenTest() { ::setenv("OMOTE_RUNTIME", temp_.path().c_str(), 1); }
  ~LocalTokenTest() override { ::unsetenv("OMOTE_RUNTIME"); }
  test::TempFolder temp_;
};

TEST_F(LocalTokenTest, stands_as_long_as_its_object_and_only_for_its_user) {
  {
    const auto token = LocalToken::write(8601);
    ASSERT_TRUE(token) << describe(token.error());
    EXPECT_EQ(token->text().size(), 64U);
    EXPECT_EQ(read_local_token(8601), token->text());
    EXPECT_FALSE(read_local_token(8602));
    struct stat info{};
    ASSERT_EQ(::stat((temp_ / "console-8601.token").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600U);
  }
  EXPECT_FALSE(read_local_token(8601));
}

TEST_F(LocalTokenTest, next_run_has_another_one) {
  std::string before;
  {
    before = LocalToken::write(8601)->text();
  }
  EXPECT_NE(LocalToken::write(8601)->text(), before);
}

TEST_F(LocalTokenTest, headers_carry_it_where_there_is_one) {
  EXPECT_EQ(local_headers(8601).size(), 1U);
  const auto token = LocalToken::write(8601);
  const auto headers = local_headers(8601);
  ASSERT_EQ(headers.size(), 2U);
  EXPECT_EQ(headers[0].second, "127.0.0.1:8601");
  EXPECT_EQ(headers[1].second, "Bearer " + token->text());
}

}  // namespace
}  // namespace omote::net
