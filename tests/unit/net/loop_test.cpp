#include "net/loop.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <string>

namespace omote::net {
namespace {

using std::chrono::milliseconds;

TEST(Loop, posted_tasks_run_in_order) {
  Loop loop;
  std::string order;
  loop.post([&] { order += 'a'; });
  loop.post([&] { order += 'b'; });
  loop.post([&] { loop.stop(); });
  loop.run();
  EXPECT_EQ(order, "ab");
}

TEST(Loop, timer_runs_not_before_its_time) {
  Loop loop;
  const auto begin = std::chrono::steady_clock::now();
  loop.after(milliseconds(30), [&] { loop.stop(); });
  loop.run();
  EXPECT_GE(std::chrono::steady_clock::now() - begin, milliseconds(30));
}

TEST(Loop, cancelled_timer_never_runs) {
  Loop loop;
  bool ran = false;
  const auto timer = loop.after(milliseconds(1), [&] { ran = true; });
  loop.after(milliseconds(20), [&] { loop.stop(); });
  loop.cancel(timer);
  loop.run();
  EXPECT_FALSE(ran);
}

TEST(Loop, timer_cancelled_when_already_due_does_not_run) {
  Loop loop;
  bool ran = false;
  const auto timer = loop.after(milliseconds(0), [&] { ran = true; });
  loop.post([&] {
    const auto until = std::chrono::steady_clock::now() + milliseconds(5);
    while (std::chrono::steady_clock::now() < until) {
    }
    loop.cancel(timer);
  });
  loop.after(milliseconds(20), [&] { loop.stop(); });
  loop.run();
  EXPECT_FALSE(ran);
}

TEST(Loop, term_signal_stops_it) {
  Loop loop;
  loop.stop_on_signals();
  loop.post([] { std::raise(SIGTERM); });
  loop.run();
  SUCCEED();
}

TEST(Loop, runs_again_after_a_stop) {
  Loop loop;
  int runs = 0;
  for (int i = 0; i < 2; ++i) {
    loop.post([&] {
      ++runs;
      loop.stop();
    });
    loop.run();
  }
  EXPECT_EQ(runs, 2);
}

}  // namespace
}  // namespace omote::net
