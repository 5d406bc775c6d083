#include "host/card_desk.hpp"

namespace omote::host {

namespace {

constexpr std::chrono::milliseconds kWatch{500};

}  // namespace

CardDesk::CardDesk(net::Loop& loop, std::unique_ptr<ports::CardPort> worker, std::unique_ptr<ports::CardPort> watcher,
                   OnPresence on_presence)
    : loop_(loop), worker_(std::move(worker)), watcher_(std::move(watcher)) {
  watch_ = std::jthread([this, on_presence = std::move(on_presence)](const std::stop_token& stop) {
    std::optional<ports::Presence> known;
    while (!stop.stop_requested()) {
      const auto wait = known ? kWatch : std::chrono::milliseconds(0);
      const auto now = watcher_->wait_for_change(known.value_or(ports::Presence::NoService), wait);
      if (known == now) continue;
      known = now;
      loop_.post([alive = std::weak_ptr(alive_), on_presence, now] {
        if (!alive.expired()) on_presence(now);
      });
    }
  });
}

CardDesk::~CardDesk() {
  alive_.reset();
  watch_.request_stop();
  queue_.finish();
}

template <class Answer>
void CardDesk::answer(std::function<void(Answer)> done, Answer result) {
  note_statistics();
  loop_.post([alive = std::weak_ptr(alive_), done = std::move(done), result = std::move(result)]() mutable {
    if (!alive.expired()) done(std::move(result));
  });
}

void CardDesk::note_statistics() {
  const auto statistics = worker_->statistics();
  apdus_ = statistics.apdus;
  bytes_ = statistics.bytes;
}

ports::CardStatistics CardDesk::statistics() const {
  return {apdus_, bytes_};
}

void CardDesk::recognise(std::function<void(Result<ports::CardSummary>)> done) {
  queue_.post([this, done = std::move(done)]() mutable { answer(std::move(done), worker_->recognise()); });
}

void CardDesk::read_photo(Secret number_b, int tries_expected, std::function<void(Result<ports::PhotoAnswer>)> done) {
  queue_.post([this, number_b = std::move(number_b), tries_expected, done = std::move(done)]() mutable {
    auto result = worker_->read_photo(number_b, tries_expected);
    number_b.wipe();
    answer(std::move(done), std::move(result));
  });
}

void CardDesk::sign_with_pin(Secret pin, int tries_expected, Bytes challenge,
                             std::function<void(Result<ports::PinAnswer>)> done) {
  queue_.post([this, pin = std::move(pin), tries_expected, challenge = std::move(challenge), done = std::move(done)]() mutable {
    auto result = worker_->sign_with_pin(pin, tries_expected, challenge);
    pin.wipe();
    answer(std::move(done), std::move(result));
  });
}

void CardDesk::release() {
  queue_.post([this] { worker_->release(); });
}

}  // namespace omote::host
