#include "host/journal_watch.hpp"

#include <utility>

namespace omote::host {

namespace {

constexpr std::size_t kMostWaiting = 10'000;
constexpr int kAtOnce = 20;  // each is on stable storage before the next, and who calls has other work

}  // namespace

void JournalWatch::on_state(OnState changed) {
  const std::scoped_lock lock(listener_mutex_);
  changed_ = std::move(changed);
}

void JournalWatch::on_written(OnWritten written) {
  const std::scoped_lock lock(listener_mutex_);
  written_ = std::move(written);
}

Result<std::uint64_t> JournalWatch::write(const journal::v1::Event& event) {
  auto written = journal_.append(event);
  if (!written) return written;
  const std::scoped_lock lock(listener_mutex_);
  if (written_) written_(event, *written);
  return written;
}

void JournalWatch::tell(const std::string& reason) {
  const std::scoped_lock lock(listener_mutex_);
  if (changed_) changed_(reason);
}

Result<std::uint64_t> JournalWatch::append(const journal::v1::Event& event) {
  bool failed_now = false;
  Result<std::uint64_t> written;
  {
    const std::scoped_lock lock(mutex_);
    if (!failure_) {
      written = write(event);
      if (written) return written;
      failure_ = written.error();
      since_ = to_iso(clock_.now());
      failed_now = true;
    }
    if (!event.has_verify_about_to_be_sent()) waiting_.push_back(event);
    if (waiting_.size() > kMostWaiting) {
      waiting_.pop_front();
      ++lost_;
    }
    written = std::unexpected(*failure_);
  }
  if (failed_now) tell(std::string(written.error().reason.text()));
  return written;
}

void JournalWatch::retry() {
  {
    const std::scoped_lock lock(mutex_);
    if (!failure_) return;
    flush();
    if (failure_) return;
  }
  tell("");
}

// The event that tells of it comes first, and again when not all could follow: the times of the others are those of the writing.
void JournalWatch::flush() {
  if (!announced_ || lost_ > 0) {
    journal::v1::Event event;
    auto& late = *event.mutable_records_late();
    late.set_since(since_);
    late.set_events(static_cast<std::uint32_t>(waiting_.size()));
    late.set_lost(static_cast<std::uint32_t>(lost_));
    announced_ = write(event).has_value();
    if (!announced_) return;
    lost_ = 0;
  }
  for (int written = 0; !waiting_.empty() && written < kAtOnce; ++written, waiting_.pop_front()) {
    announced_ = write(waiting_.front()).has_value();
    if (!announced_) return;
  }
  if (!waiting_.empty()) return;
  announced_ = false;
  failure_.reset();
}

}  // namespace omote::host
