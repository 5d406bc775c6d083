// The journal as people look at it: pages of records in words, filtered and searched (docs/log.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "schema/figures.pb.h"

namespace omote::ports {

enum class LogLevel { Info, Warning, Error };

struct LogFilter {
  std::optional<WallTime> since;  // from here on
  std::optional<WallTime> until;  // before this
  std::string visit;
  std::string terminal;
  std::string type;
  std::string incident;             // number
  LogLevel level = LogLevel::Info;  // this one and what is worse
  std::string code;
  std::string text;          // words that all stand in the event; "in quotes": as one
  std::uint64_t before = 0;  // only sequence numbers under this one (the next page); 0: no limit
  std::uint64_t after = 0;   // only sequence numbers over this one: what is new, the oldest of it first
  std::size_t most = 100;
};

// Sets one condition from text, as the command line and the console's page give it: since, until (2026-11-22,
// 2026-11-22T09:30 or …:00, Japanese time, or 90m, 12h, 3d: so long before `now`), visit, terminal, type, incident, level
// (info, warning, error), code, text, before, after, most (1 to 10000). An empty value sets nothing.
// Reason: log_filter_wrong (context: what was given and what is expected).
[[nodiscard]] Result<void> set_condition(LogFilter& filter, std::string_view name, const std::string& value, WallTime now);

// From an address's query, "/api/log?text=%E9%A1%94&level=warning"; signs that are escaped wrongly stand for themselves.
// Reasons: those of set_condition.
[[nodiscard]] Result<LogFilter> filter_of_query(std::string_view target, WallTime now);

// A day or a month whose visits and troubles are counted.
struct FigureSpan {
  Date first, last;
  bool month = false;
};
// From an address's query: "day=2026-11-27" or "month=2026-11"; without either the day of `now`.
// Reason: figures_span_wrong (context: "day" or "month").
[[nodiscard]] Result<FigureSpan> figure_span_of_query(std::string_view target, WallTime now);

class LogPort {
 public:
  virtual ~LogPort() = default;
  // What happened in these days, in numbers; words of troubles are left to the caller. Blocks, up to a second for a full
  // month; one caller at a time, the same as of page(). Reasons: those of the journal's reader.
  [[nodiscard]] virtual Result<figures::v1::Figures> figures(const FigureSpan& span, Date today) = 0;
  // One page as JSON (docs/log.md), newest first. Blocks, some tenths of a second at most; one caller at a time.
  // Reasons: those of the journal's reader.
  [[nodiscard]] virtual Result<std::string> page(const LogFilter& filter) = 0;
  // The wall clock is right, says the national system or a person: old days may be dropped again. Any thread.
  virtual void confirm_clock() = 0;
};

}  // namespace omote::ports
