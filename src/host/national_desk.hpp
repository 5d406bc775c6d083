// The way to the national system for one terminal's device account: logs in by itself, keeps the policy fresh, asks one
// question after the other on a thread of its own. Answers come back on the loop.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/queue_thread.hpp"
#include "net/loop.hpp"
#include "ports/national_port.hpp"

namespace omote::host {

// When a login that failed for that reason is tried again by itself. Nothing: not before something of ours was changed, for
// wrong passwords lock the account. A lock is waited for to its end: a try before could make it longer.
[[nodiscard]] std::optional<std::chrono::milliseconds> login_again_after(std::string_view reason, std::string_view context);

class NationalDesk {
 public:
  // On the loop: "" when logged in, else the reason of the failure and its context (of a lock the minutes left).
  using OnState = std::function<void(const std::string& reason, const std::string& context)>;

  // On the loop: a good answer to a question that was asked after the last wish to ask.
  using OnGood = std::function<void()>;

  NationalDesk(net::Loop& loop, std::unique_ptr<ports::NationalPort> port, OnState on_state, OnGood on_good);
  NationalDesk(const NationalDesk&) = delete;
  NationalDesk& operator=(const NationalDesk&) = delete;
  ~NationalDesk();

  void start();
  // The policy as last heard.
  [[nodiscard]] const ports::NationalPolicy& policy() const { return policy_; }
  // Asks for the policy now (a visit begins, a person wants to know); not while that would spend a try of the password.
  void refresh();
  // The same, and once more when a question is on its way already: its answer says nothing about now.
  void ask_anew();
  // Another password or certificate: logs in with it at once. The caller sees that no visit runs.
  void renew(std::unique_ptr<ports::NationalPort> port);
  [[nodiscard]] bool logged_in() const { return logged_in_; }

  void challenge(const std::string& visit, std::function<void(Result<Bytes>)> done);
  void identify(const std::string& visit, ports::IdentityProof proof, std::function<void(Result<ports::IdentityAnswer>)> done);
  void register_card(const std::string& visit, const std::string& insurance_id, std::function<void(Result<void>)> done);
  void eligibility(const std::string& visit, const std::string& insurance_id, const ports::Consents& consents,
                   std::function<void(Result<eligibility::Message>)> done);

 private:
  template <class Answer, class Ask>
  void ask(std::function<void(Answer)> done, Ask question);
  void heard(Result<ports::NationalPolicy> answer);
  void plan(std::optional<std::chrono::milliseconds> time);

  net::Loop& loop_;
  std::unique_ptr<ports::NationalPort> port_;
  OnState on_state_;
  OnGood on_good_;
  ports::NationalPolicy policy_;
  std::string state_ = "connecting";
  net::Loop::TimerId timer_ = 0;
  bool asking_ = false;
  bool again_ = false;  // wished for meanwhile
  bool logged_in_ = false;
  bool password_refused_ = false;                               // wrong, or locked
  bool renewed_ = false;                                        // since the question that is on its way
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // loop's thread only
  QueueThread queue_;
};

}  // namespace omote::host
