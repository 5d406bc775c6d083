// Time comes from here, so that tests and simulation own it. Wall time is shown in Japan Standard Time (UTC+9, no
// daylight saving); time-outs use the steady clock only.
#pragma once

#include <chrono>
#include <string>

#include "base/date.hpp"

namespace omote {

using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;
using SteadyTime = std::chrono::steady_clock::time_point;

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual WallTime now() const = 0;
  [[nodiscard]] virtual SteadyTime steady() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] WallTime now() const override;
  [[nodiscard]] SteadyTime steady() const override;
};

struct JstTime {
  Date date;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millisecond = 0;
};
[[nodiscard]] JstTime to_jst(WallTime time);
[[nodiscard]] WallTime from_jst(const JstTime& time);
[[nodiscard]] std::string to_stamp(WallTime time);  // yyyyMMddHHmmss in JST, the form of the OQS files
[[nodiscard]] std::string to_iso(WallTime time);    // 2026-11-22T08:00:00.000+09:00

}  // namespace omote
