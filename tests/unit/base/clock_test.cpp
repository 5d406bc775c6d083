#include "base/clock.hpp"

#include <gtest/gtest.h>

namespace omote {
namespace {

TEST(Clock, jst_is_nine_hours_ahead) {
  const WallTime time{std::chrono::milliseconds{1'795'305'600'123}};  // 2026-11-22T00:00:00.123Z

  EXPECT_EQ(to_iso(time), "2026-11-22T09:00:00.123+09:00");
  EXPECT_EQ(to_stamp(time), "20261122090000");
}

TEST(Clock, jst_round_trip_before_and_after_the_epoch) {
  for (const std::int64_t ms : {-1LL, 0LL, -86'400'000LL, -32'400'001LL, 1'795'305'599'999LL, 4'102'444'800'000LL}) {
    const WallTime time{std::chrono::milliseconds{ms}};
    EXPECT_EQ(from_jst(to_jst(time)), time) << ms;
  }
}

TEST(SystemClock, steady_never_goes_back) {
  const SystemClock clock;
  const auto first = clock.steady();

  EXPECT_GE(clock.steady(), first);
}

}  // namespace
}  // namespace omote
