#include "base/clock.hpp"

#include <fmt/format.h>

namespace omote {

namespace {

constexpr std::chrono::hours kJst{9};

}  // namespace

WallTime SystemClock::now() const {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

SteadyTime SystemClock::steady() const {
  return std::chrono::steady_clock::now();
}

JstTime to_jst(WallTime time) {
  constexpr std::int64_t kDay = 86'400'000;
  const std::int64_t ms = std::chrono::milliseconds(time.time_since_epoch() + kJst).count();
  const std::int64_t days = ms >= 0 ? ms / kDay : -((-ms + kDay - 1) / kDay);
  const int rest = static_cast<int>(ms - days * kDay);
  return {from_days(days), rest / 3'600'000, rest / 60'000 % 60, rest / 1000 % 60, rest % 1000};
}

WallTime from_jst(const JstTime& time) {
  const std::chrono::milliseconds since{to_days(time.date) * 86'400'000 + time.hour * 3'600'000 + time.minute * 60'000 +
                                        time.second * 1000 + time.millisecond};
  return WallTime{since - kJst};
}

std::string to_stamp(WallTime time) {
  const auto t = to_jst(time);
  return fmt::format("{}{:02}{:02}{:02}", to_digits(t.date), t.hour, t.minute, t.second);
}

std::string to_iso(WallTime time) {
  const auto t = to_jst(time);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}+09:00", to_iso(t.date), t.hour, t.minute, t.second, t.millisecond);
}

}  // namespace omote
