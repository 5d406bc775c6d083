#include "sim/national/accounts.hpp"

#include <gtest/gtest.h>

namespace omote::sim::national {
namespace {

const WallTime kNow = from_jst({{2026, 11, 22}, 9, 0, 0, 0});

Accounts some() {
  return Accounts({{"F0A", "right", "verification", "9910000001", {2026, 11, 22}},
                   {"F0B", "right", "verification", "9910000001", {2026, 11, 23}},
                   {"F0C", "right", "production", "9910000001", {2026, 1, 1}}},
                  "verification");
}
Login login(Accounts& accounts, const char* password, WallTime now = kNow) {
  return accounts.login("F0A", password, "verification", "9910000001", now);
}

TEST(Accounts, right_password_opens_a_session) {
  auto accounts = some();
  EXPECT_TRUE(accounts.valid(login(accounts, "right").token, "9910000001", kNow));
}

TEST(Accounts, other_environment_takes_other_accounts_and_keeps_no_session) {
  auto accounts = some();
  const auto before = login(accounts, "right");
  accounts.stand_for("production");
  EXPECT_FALSE(accounts.valid(before.token, "9910000001", kNow));
  EXPECT_EQ(login(accounts, "right").result, LoginResult::WrongEnvironment);
  EXPECT_EQ(accounts.login("F0C", "right", "production", "9910000001", kNow).result, LoginResult::Ok);
}

TEST(Accounts, session_of_another_institution_is_not_valid) {
  auto accounts = some();
  EXPECT_FALSE(accounts.valid(login(accounts, "right").token, "9910000002", kNow));
}

TEST(Accounts, session_ends_after_four_hours) {
  auto accounts = some();
  EXPECT_FALSE(accounts.valid(login(accounts, "right").token, "9910000001", kNow + std::chrono::hours(4)));
}

TEST(Accounts, minutes_left_of_the_lock_go_down) {
  auto accounts = some();
  for (int i = 0; i < 5; ++i) static_cast<void>(login(accounts, "wrong"));
  EXPECT_EQ(login(accounts, "right", kNow + std::chrono::seconds(61)).detail, "29");
}

TEST(Accounts, right_password_between_wrong_ones_counts_afresh) {
  auto accounts = some();
  for (int i = 0; i < 4; ++i) static_cast<void>(login(accounts, "wrong"));
  EXPECT_EQ(login(accounts, "right").result, LoginResult::Ok);
  EXPECT_EQ(login(accounts, "wrong").result, LoginResult::WrongPassword);
}

TEST(Accounts, account_begins_on_its_first_day) {
  auto accounts = some();
  const auto at = [&](WallTime now) { return accounts.login("F0B", "right", "verification", "9910000001", now).result; };
  EXPECT_EQ(at(kNow), LoginResult::NotYetValid);
  EXPECT_EQ(at(kNow + std::chrono::hours(24)), LoginResult::Ok);
}

TEST(Accounts, account_of_the_other_environment_is_told_so) {
  auto accounts = some();
  EXPECT_EQ(accounts.login("F0C", "right", "production", "9910000001", kNow).result, LoginResult::WrongEnvironment);
}

}  // namespace
}  // namespace omote::sim::national
