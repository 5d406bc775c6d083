#include "host/national_desk.hpp"

#include <charconv>
#include <utility>

namespace omote::host {

namespace {

// Often enough that a switched mode is seen between two patients, seldom enough to be no load.
constexpr std::chrono::milliseconds kPolicyEvery{5'000};
constexpr std::chrono::milliseconds kTryAgain{1'000};
// Nothing of the account's password is tried in vain here; less often than a host that is logged in asks for the policy.
constexpr std::chrono::milliseconds kTryAgainRefused{10'000};
constexpr std::chrono::minutes kLock{30};  // when the system does not tell (reference/online-eligibility.md §5)

}  // namespace

std::optional<std::chrono::milliseconds> login_again_after(std::string_view reason, std::string_view context) {
  if (reason == "login_wrong_password") return std::nullopt;
  if (reason == "login_locked") {
    int minutes = 0;
    const auto read = std::from_chars(context.data(), context.data() + context.size(), minutes);
    const bool told = read.ec == std::errc() && minutes > 0 && minutes <= kLock.count();
    return told ? std::chrono::minutes(minutes) : kLock;
  }
  return reason.starts_with("login_") ? kTryAgainRefused : kTryAgain;
}

NationalDesk::NationalDesk(net::Loop& loop, std::unique_ptr<ports::NationalPort> port, OnState on_state, OnGood on_good)
    : loop_(loop), port_(std::move(port)), on_state_(std::move(on_state)), on_good_(std::move(on_good)) {}

NationalDesk::~NationalDesk() {
  alive_.reset();
  loop_.cancel(timer_);
  queue_.finish();
}

void NationalDesk::start() {
  refresh();
}

void NationalDesk::renew(std::unique_ptr<ports::NationalPort> port) {
  queue_.post([this, port = std::move(port)]() mutable { port_ = std::move(port); });
  logged_in_ = false;
  password_refused_ = false;
  renewed_ = true;
  refresh();
}

template <class Answer, class Ask>
void NationalDesk::ask(std::function<void(Answer)> done, Ask question) {
  queue_.post([this, done = std::move(done), question = std::move(question)]() mutable {
    loop_.post([alive = std::weak_ptr(alive_), done = std::move(done), result = question(*port_)]() mutable {
      if (!alive.expired()) done(std::move(result));
    });
  });
}

void NationalDesk::refresh() {
  if (asking_ || password_refused_) return;
  asking_ = true;
  renewed_ = false;
  const bool login = !logged_in_;
  ask<Result<ports::NationalPolicy>>([this](Result<ports::NationalPolicy> answer) { heard(std::move(answer)); },
                                     [login](ports::NationalPort& port) { return login ? port.login() : port.policy(); });
}

void NationalDesk::ask_anew() {
  again_ = asking_;
  refresh();
}

void NationalDesk::heard(Result<ports::NationalPolicy> answer) {
  asking_ = false;
  if (renewed_) return refresh();  // it answered to what is no longer ours
  logged_in_ = answer.has_value();
  const std::string state = answer ? "" : std::string(answer.error().reason.text());
  const std::string context = answer ? "" : answer.error().context;
  if (answer) policy_ = std::move(*answer);
  if (state != state_) {
    state_ = state;
    on_state_(state_, context);
  }
  password_refused_ = state == "login_wrong_password" || state == "login_locked";
  // Not after a refusal: the question would not be asked, and its time not planned.
  if (std::exchange(again_, false) && !password_refused_) return refresh();
  if (logged_in_) on_good_();
  plan(logged_in_ ? kPolicyEvery : login_again_after(state, context));
}

void NationalDesk::plan(std::optional<std::chrono::milliseconds> time) {
  loop_.cancel(timer_);
  if (!time) return;
  timer_ = loop_.after(*time, [this] {
    password_refused_ = false;
    refresh();
  });
}

void NationalDesk::challenge(const std::string& visit, std::function<void(Result<Bytes>)> done) {
  ask<Result<Bytes>>(std::move(done), [visit](ports::NationalPort& port) { return port.challenge(visit); });
}

void NationalDesk::identify(const std::string& visit, ports::IdentityProof proof,
                            std::function<void(Result<ports::IdentityAnswer>)> done) {
  ask<Result<ports::IdentityAnswer>>(
      std::move(done), [visit, proof = std::move(proof)](ports::NationalPort& port) { return port.identify(visit, proof); });
}

void NationalDesk::register_card(const std::string& visit, const std::string& insurance_id,
                                 std::function<void(Result<void>)> done) {
  ask<Result<void>>(std::move(done),
                    [visit, insurance_id](ports::NationalPort& port) { return port.register_card(visit, insurance_id); });
}

void NationalDesk::eligibility(const std::string& visit, const std::string& insurance_id, const ports::Consents& consents,
                               std::function<void(Result<eligibility::Message>)> done) {
  ask<Result<eligibility::Message>>(std::move(done), [visit, insurance_id, consents](ports::NationalPort& port) {
    return port.eligibility(visit, insurance_id, consents);
  });
}

}  // namespace omote::host
