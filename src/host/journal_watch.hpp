// The journal as the host uses it. What could not be written waits here, in order, and is written as soon as it can be; who must
// have a record on stable storage before going on hears of the failure.
#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "ports/journal_port.hpp"

namespace omote::host {

class JournalWatch final : public ports::JournalPort {
 public:
  // "" when all is written again, else the reason. On the thread of whoever appended.
  using OnState = std::function<void(const std::string& reason)>;

  // Both must outlive this object.
  JournalWatch(ports::JournalPort& journal, const Clock& clock) : journal_(journal), clock_(clock) {}
  // Called for each change from now on; empty: nobody listens.
  void on_state(OnState changed);
  // Each event that was written, with its number. On the thread of whoever appended; it must not append itself.
  using OnWritten = std::function<void(const journal::v1::Event& event, std::uint64_t number)>;
  void on_written(OnWritten written);
  // Any thread. An event that fails waits, unless what it announces will not happen then (a VERIFY). Reason: journal_not_written.
  [[nodiscard]] Result<std::uint64_t> append(const journal::v1::Event& event) override;
  // Tries again with what waits, some events a call; cheap when nothing does.
  void retry();

 private:
  void flush();  // the lock is held
  void tell(const std::string& reason);
  Result<std::uint64_t> write(const journal::v1::Event& event);

  ports::JournalPort& journal_;
  const Clock& clock_;
  std::mutex mutex_;
  std::deque<journal::v1::Event> waiting_;
  std::optional<Failure> failure_;  // since the first event that waits, until all are written
  std::string since_;
  bool announced_ = false;  // that those which are being written are late
  std::uint64_t lost_ = 0;  // more than may wait
  std::mutex listener_mutex_;
  OnState changed_;
  OnWritten written_;
};

}  // namespace omote::host
