// Writes the journal: one SQLite file (WAL, synchronous FULL), every event on stable storage before append() returns, each
// bound to the one before by a hash, so that a change, a deletion or an insertion shows (reference/trust.md §3.6).
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>

#include "base/clock.hpp"
#include "journal/record.hpp"
#include "ports/journal_port.hpp"

namespace omote::journal {

struct AppendTimes {
  std::uint64_t count = 0;
  std::chrono::microseconds last{};
  std::chrono::microseconds worst{};
};

// Who tends the journal beside the appends: a thread of its own, or the caller by tend() (tests, tools).
enum class Tending { ByItself, OnCall };

class Journal final : public ports::JournalPort {
 public:
  // Makes folder and file (0600) when they are missing. A damaged file is moved aside under its name with ".damaged-<time>",
  // and what can still be read is carried over. Reasons: journal_not_opened.
  [[nodiscard]] static Result<std::unique_ptr<Journal>> open(const std::filesystem::path& file, const Clock& clock,
                                                             Tending tending = Tending::ByItself);
  ~Journal() override;

  // Any thread; waits for another's append. Damage found here is repaired as in open(), and the event written then.
  [[nodiscard]] Result<std::uint64_t> append(const v1::Event& event) override;
  // Indexes what is new and drops the days that are past their time (retention.hpp), now and to the end.
  void tend();
  // The wall clock is right, says somebody who knows: while it is in doubt, no day is dropped. Any thread.
  void confirm_clock();
  [[nodiscard]] bool clock_in_doubt() const;
  [[nodiscard]] AppendTimes times() const;
  // How many times a damaged file was put aside since open() began.
  [[nodiscard]] int repairs() const;

 private:
  struct Inside;
  explicit Journal(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace omote::journal
