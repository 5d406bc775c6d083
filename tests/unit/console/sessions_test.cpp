#include "console/sessions.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/host/hand_clock.hpp"

namespace omote::console {
namespace {

using namespace std::chrono_literals;

class SessionsTest : public testing::Test {
 protected:
  test::HandClock clock_;
  std::vector<std::string> ended_;
  Sessions sessions_{clock_,
                     [this](const auto&, const auto& session, const auto& why) { ended_.push_back(session.name + " " + why); }};
};

TEST_F(SessionsTest, secret_leads_to_its_session_and_no_other_text_does) {
  const auto secret = sessions_.begin("hanako", Role::User);
  EXPECT_EQ(secret.size(), 64U);
  const auto id = sessions_.id_of(secret);
  ASSERT_NE(id, "");
  EXPECT_NE(id, secret) << "the secret itself is not kept";
  EXPECT_EQ(sessions_.find(id)->name, "hanako");
  EXPECT_EQ(sessions_.id_of(secret.substr(1)), "");
  EXPECT_EQ(sessions_.id_of(""), "");
  EXPECT_EQ(sessions_.id_of(id), "") << "the id is no secret";
  EXPECT_NE(sessions_.begin("hanako", Role::User), secret);
}

TEST_F(SessionsTest, idle_one_ends_after_half_an_hour_unless_it_is_used) {
  const auto id = sessions_.id_of(sessions_.begin("hanako", Role::User));
  clock_.passed += 29min;
  sessions_.used(id);
  clock_.passed += 29min;
  EXPECT_NE(sessions_.find(id), nullptr);
  clock_.passed += 1min;
  EXPECT_EQ(sessions_.find(id), nullptr);
  sessions_.used(id);
  EXPECT_EQ(sessions_.find(id), nullptr) << "it does not come back";
  sessions_.tidy();
  EXPECT_EQ(ended_, std::vector<std::string>{"hanako idle"});
}

TEST_F(SessionsTest, busy_one_ends_after_twelve_hours) {
  const auto id = sessions_.id_of(sessions_.begin("hanako", Role::User));
  for (int i = 0; i < 12 * 6 - 1; ++i) {
    clock_.passed += 10min;
    sessions_.used(id);
  }
  EXPECT_NE(sessions_.find(id), nullptr);
  clock_.passed += 10min;
  sessions_.tidy();
  EXPECT_EQ(ended_, std::vector<std::string>{"hanako longest"});
}

TEST_F(SessionsTest, all_of_a_name_end_but_the_one_at_work) {
  const auto own = sessions_.id_of(sessions_.begin("hanako", Role::User));
  const auto other = sessions_.id_of(sessions_.begin("hanako", Role::User));
  const auto taro = sessions_.id_of(sessions_.begin("taro", Role::User));
  sessions_.end_all("hanako", "changed", own);
  EXPECT_NE(sessions_.find(own), nullptr);
  EXPECT_EQ(sessions_.find(other), nullptr);
  EXPECT_NE(sessions_.find(taro), nullptr);
}

TEST_F(SessionsTest, ninth_of_a_name_ends_the_one_longest_unused) {
  std::vector<std::string> ids;
  for (int i = 0; i < 9; ++i) {
    ids.push_back(sessions_.id_of(sessions_.begin("hanako", Role::User)));
    clock_.passed += 1s;
    if (i == 0) continue;
    sessions_.used(ids.front());
  }
  EXPECT_NE(sessions_.find(ids[0]), nullptr);
  EXPECT_EQ(sessions_.find(ids[1]), nullptr);
  EXPECT_EQ(ended_.size(), 1U);
}

}  // namespace
}  // namespace omote::console
