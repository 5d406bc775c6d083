#include "journal/retention.hpp"

#include <chrono>
#include <utility>

#include "journal/marks.hpp"

namespace omote::journal {

namespace {

constexpr std::chrono::hours kJump{24};

std::int64_t day_of(WallTime time) {
  return to_days(to_jst(time).date);
}

}  // namespace

WallTime kept_since(WallTime now) {
  return from_jst({from_days(day_of(now) - (kDaysKept - 1))});
}

ClockTrust::ClockTrust(std::optional<WallTime> last_believed, bool has_records, WallTime now, SteadyTime steady)
    : wall_(now), steady_(steady) {
  in_doubt_ = has_records && (!last_believed || now - *last_believed > kJump || *last_believed - now > kJump);
}

bool ClockTrust::believes(WallTime now, SteadyTime steady) {
  const auto expected = wall_ + std::chrono::duration_cast<std::chrono::milliseconds>(steady - steady_);
  if (now - expected > kJump || expected - now > kJump) in_doubt_ = true;
  // Small corrections add up to no jump.
  if (!in_doubt_) {
    wall_ = now;
    steady_ = steady;
  }
  return !in_doubt_;
}

void ClockTrust::confirm(WallTime now, SteadyTime steady) {
  in_doubt_ = false;
  wall_ = now;
  steady_ = steady;
}

Cut find_cut(sqlite3* database, WallTime now) {
  const auto since = kept_since(now).time_since_epoch().count();
  Cut cut;
  const auto begun = read_mark(database, "cut").value_or(Mark{}).number;
  Statement rows(database, "SELECT sequence, time FROM event WHERE sequence > ? ORDER BY sequence");
  rows.bind(1, begun);
  std::int64_t day = 0;
  while (rows.step() == SQLITE_ROW && rows.number(1) < since) {
    cut.through = rows.number(0);
    ++cut.events;
    const auto this_day = day_of(WallTime{std::chrono::milliseconds{rows.number(1)}});
    if (this_day != std::exchange(day, this_day)) ++cut.days;
  }
  Statement last(database, "SELECT hash FROM event WHERE sequence = ?");
  if (cut.through > 0 && last.bind(1, cut.through).step() == SQLITE_ROW) cut.hash = last.bytes(0);
  return cut;
}

}  // namespace omote::journal
