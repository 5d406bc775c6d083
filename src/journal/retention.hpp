// Which days the journal keeps, and whether the wall clock can be believed when it says that a day is old
// (reference/trust.md §3.9).
#pragma once

#include <optional>

#include "base/clock.hpp"
#include "journal/sqlite.hpp"

namespace omote::journal {

// Today and the 61 days before, by the days of Japan.
inline constexpr int kDaysKept = 62;
// The first moment of the oldest day that is kept.
[[nodiscard]] WallTime kept_since(WallTime now);

// A clock that jumped by more than a day, against the steady clock or against the last time at which it was believed, is in
// doubt until somebody who knows confirms it.
class ClockTrust {
 public:
  // last_believed: of the run before; nothing for a journal without records, whose clock is believed.
  ClockTrust(std::optional<WallTime> last_believed, bool has_records, WallTime now, SteadyTime steady);
  // Whether it can be believed at this moment.
  [[nodiscard]] bool believes(WallTime now, SteadyTime steady);
  void confirm(WallTime now, SteadyTime steady);

 private:
  bool in_doubt_ = false;
  WallTime wall_;
  SteadyTime steady_;
};

struct Cut {
  std::int64_t through = 0;  // sequence number of the last event to drop; 0: there is none
  Bytes hash;                // its hash
  std::uint32_t days = 0;
  std::uint64_t events = 0;
};
// The events from the beginning that are older than the kept days. Events behind a newer one stay, whatever their time:
// the clock was wrong then, and which of the two is right nobody knows.
[[nodiscard]] Cut find_cut(sqlite3* database, WallTime now);

}  // namespace omote::journal
