#include "host/national_desk.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace omote::host {
namespace {

using namespace std::chrono_literals;

// Answers every login with the same reason, "" for a good one.
class OneAnswer final : public ports::NationalPort {
 public:
  OneAnswer(std::string reason, std::atomic<int>& logins) : reason_(std::move(reason)), logins_(logins) {}
  Result<ports::NationalPolicy> login() override {
    ++logins_;
    if (reason_.empty()) return ports::NationalPolicy{};
    if (reason_ == "login_locked") return fail("login_locked", "30");
    return fail("login_wrong_password");
  }
  Result<ports::NationalPolicy> policy() override {
    ++questions;
    return ports::NationalPolicy{};
  }
  static inline std::atomic<int> questions{0};  // for the policy
  Result<Bytes> challenge(const std::string&) override { return Bytes{}; }
  Result<ports::IdentityAnswer> identify(const std::string&, const ports::IdentityProof&) override {
    return ports::IdentityAnswer{};
  }
  Result<void> register_card(const std::string&, const std::string&) override { return {}; }
  Result<eligibility::Message> eligibility(const std::string&, const std::string&, const ports::Consents&) override {
    return fail("eligibility_unknown_id");
  }

 private:
  std::string reason_;
  std::atomic<int>& logins_;
};

class NationalDeskTest : public testing::TestWithParam<const char*> {
 protected:
  void open(const std::string& reason) {
    desk_ = std::make_unique<NationalDesk>(
        loop_, std::make_unique<OneAnswer>(reason, logins_),
        [this](const std::string& told, const std::string&) { states_.push_back(told); }, [this] { ++good_; });
    desk_->start();
  }
  void run(std::chrono::milliseconds time) {
    loop_.after(time, [this] { loop_.stop(); });
    loop_.run();
  }

  net::Loop loop_;
  std::atomic<int> logins_{0};
  std::vector<std::string> states_;
  int good_ = 0;
  std::unique_ptr<NationalDesk> desk_;
};

TEST_P(NationalDeskTest, password_that_was_refused_is_not_tried_again_until_it_is_another_one) {
  open(GetParam());
  run(100ms);
  EXPECT_EQ(logins_, 1);
  desk_->refresh();  // a self-test, a visit
  run(1'200ms);
  EXPECT_EQ(logins_, 1);
  EXPECT_FALSE(desk_->logged_in());
  desk_->renew(std::make_unique<OneAnswer>("", logins_));
  run(100ms);
  EXPECT_EQ(logins_, 2);
  EXPECT_TRUE(desk_->logged_in());
  EXPECT_EQ(states_, (std::vector<std::string>{GetParam(), ""}));
}
INSTANTIATE_TEST_SUITE_P(Of, NationalDeskTest, testing::Values("login_wrong_password", "login_locked"));

TEST_F(NationalDeskTest, another_password_during_a_question_is_asked_with_next) {
  open("login_wrong_password");
  desk_->renew(std::make_unique<OneAnswer>("", logins_));  // the first question is on its way
  run(100ms);
  EXPECT_EQ(logins_, 2);
  EXPECT_EQ(states_, std::vector<std::string>{""});
}

// The answer that was on its way when something failed was asked before it failed.
TEST_F(NationalDeskTest, good_answer_counts_when_it_was_asked_after_the_wish) {
  OneAnswer::questions = 0;
  open("");
  desk_->ask_anew();  // the login is on its way, and its answer does not count
  run(100ms);
  EXPECT_EQ(OneAnswer::questions, 1);
  EXPECT_EQ(good_, 1);
  desk_->ask_anew();
  run(100ms);
  EXPECT_EQ(good_, 2);
}

TEST(LoginAgain, lock_is_waited_for_to_its_end) {
  EXPECT_EQ(login_again_after("login_locked", "12"), 12min);
  EXPECT_EQ(login_again_after("login_locked", ""), 30min);
  EXPECT_EQ(login_again_after("login_locked", "0"), 30min);
  EXPECT_EQ(login_again_after("login_locked", "900"), 30min);
}

TEST(LoginAgain, what_no_password_decides_is_asked_again_soon) {
  EXPECT_EQ(login_again_after("login_wrong_password", ""), std::nullopt);
  for (const auto* reason : {"login_unknown_account", "login_not_yet_valid", "login_wrong_environment"}) {
    EXPECT_EQ(login_again_after(reason, ""), 10s) << reason;
  }
  EXPECT_EQ(login_again_after("national_unreachable", ""), 1s);
}

}  // namespace
}  // namespace omote::host
