#include "console/try_limit.hpp"

#include <gtest/gtest.h>

namespace omote::console {
namespace {

using namespace std::chrono_literals;

const SteadyTime kBegin{1h};

TEST(TryLimit, four_wrong_tries_are_free_and_the_fifth_costs_a_pause) {
  TryLimit limit;
  for (int i = 0; i < 4; ++i) limit.tried("hanako", kBegin);
  EXPECT_EQ(limit.wait("hanako", kBegin), 0s);
  limit.tried("hanako", kBegin);
  EXPECT_EQ(limit.wait("hanako", kBegin), 30s);
  EXPECT_EQ(limit.wait("hanako", kBegin + 29s), 1s);
  EXPECT_EQ(limit.wait("hanako", kBegin + 30s), 0s);
  EXPECT_EQ(limit.wait("taro", kBegin), 0s) << "others do not wait";
}

TEST(TryLimit, pauses_grow_to_their_limit) {
  TryLimit limit;
  for (int i = 0; i < 4; ++i) limit.tried("hanako", kBegin);
  auto now = kBegin;
  for (const auto pause : {30s, 60s, 120s, 240s, 480s, 900s, 900s}) {
    limit.tried("hanako", now);
    EXPECT_EQ(limit.wait("hanako", now), pause);
    now += pause;
  }
}

TEST(TryLimit, ten_thousand_tries_in_a_row_take_weeks) {
  TryLimit limit;
  auto now = kBegin;
  for (int i = 0; i < 10'000; ++i) {
    now += limit.wait("hanako", now);
    limit.tried("hanako", now);
  }
  EXPECT_GT(now - kBegin, 24h * 100);
}

TEST(TryLimit, right_one_and_time_clear_it) {
  TryLimit limit;
  for (int i = 0; i < 6; ++i) limit.tried("hanako", kBegin);
  limit.right("hanako");
  EXPECT_EQ(limit.wait("hanako", kBegin), 0s);
  for (int i = 0; i < 4; ++i) limit.tried("hanako", kBegin);
  limit.tried("hanako", kBegin + 15min);
  EXPECT_EQ(limit.wait("hanako", kBegin + 15min), 0s) << "the four are too long ago";
}

TEST(TryLimit, many_names_push_out_old_ones_and_not_the_one_that_waits) {
  TryLimit limit;
  for (int i = 0; i < 5; ++i) limit.tried("hanako", kBegin + 1s);
  for (int i = 0; i < 900; ++i) limit.tried("name " + std::to_string(i), kBegin);
  for (int i = 0; i < 900; ++i) limit.tried("other " + std::to_string(i), kBegin + 1s);
  EXPECT_EQ(limit.wait("hanako", kBegin + 1s), 30s);
}

}  // namespace
}  // namespace omote::console
