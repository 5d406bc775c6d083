#include "host/national_desk.hpp"

namespace omote::host {

namespace {

// Often enough that a switched mode is seen between two patients, seldom enough to be no load.
constexpr std::chrono::milliseconds kPolicyEvery{5'000};
constexpr std::chrono::milliseconds kTryAgain{1'000};
// A locked or unknown account does not get better by asking: each login there counts as another try.
constexpr std::chrono::milliseconds kTryAgainRefused{30'000};

bool refused(std::string_view reason) {
  return reason.starts_with("login_");
}

}  // namespace

NationalDesk::NationalDesk(net::Loop& loop, std::unique_ptr<ports::NationalPort> port, OnState on_state)
    : loop_(loop), port_(std::move(port)), on_state_(std::move(on_state)) {}

NationalDesk::~NationalDesk() {
  alive_.reset();
  loop_.cancel(timer_);
  queue_.finish();
}

void NationalDesk::start() {
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
  if (asking_) return;
  asking_ = true;
  const bool login = !logged_in_;
  ask<Result<ports::NationalPolicy>>([this](Result<ports::NationalPolicy> answer) { heard(std::move(answer)); },
                                     [login](ports::NationalPort& port) { return login ? port.login() : port.policy(); });
}

void NationalDesk::heard(Result<ports::NationalPolicy> answer) {
  asking_ = false;
  logged_in_ = answer.has_value();
  const std::string state = answer ? "" : std::string(answer.error().reason.text());
  const std::string context = answer ? "" : answer.error().context;
  if (answer) policy_ = std::move(*answer);
  if (state != state_) {
    state_ = state;
    on_state_(state_, context);
  }
  plan(logged_in_ ? kPolicyEvery : refused(state) ? kTryAgainRefused : kTryAgain);
}

void NationalDesk::plan(std::chrono::milliseconds time) {
  loop_.cancel(timer_);
  timer_ = loop_.after(time, [this] { refresh(); });
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
