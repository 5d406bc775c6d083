// The card reader of one terminal: one thread carries out card work in order, another watches whether a card lies there.
// Answers come back on the loop.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include "base/queue_thread.hpp"
#include "net/loop.hpp"
#include "ports/card_port.hpp"

namespace omote::host {

class CardDesk {
 public:
  using OnPresence = std::function<void(ports::Presence)>;

  // `worker` carries out card work, `watcher` only watches presence: a call that hangs in the one does not blind the other.
  // on_presence is called on the loop at each change, and once at the start.
  CardDesk(net::Loop& loop, std::unique_ptr<ports::CardPort> worker, std::unique_ptr<ports::CardPort> watcher,
           OnPresence on_presence);
  CardDesk(const CardDesk&) = delete;
  CardDesk& operator=(const CardDesk&) = delete;
  ~CardDesk();

  void recognise(std::function<void(Result<ports::CardSummary>)> done);
  void read_photo(Secret number_b, int tries_expected, std::function<void(Result<ports::PhotoAnswer>)> done);
  void sign_with_pin(Secret pin, int tries_expected, Bytes challenge, std::function<void(Result<ports::PinAnswer>)> done);
  void release();
  // As of the last finished call.
  [[nodiscard]] ports::CardStatistics statistics() const;

 private:
  template <class Answer>
  void answer(std::function<void(Answer)> done, Answer result);
  void note_statistics();

  net::Loop& loop_;
  std::unique_ptr<ports::CardPort> worker_;
  std::unique_ptr<ports::CardPort> watcher_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // loop's thread only
  std::atomic<std::uint64_t> apdus_{0};
  std::atomic<std::uint64_t> bytes_{0};
  QueueThread queue_;
  std::jthread watch_;
};

}  // namespace omote::host
