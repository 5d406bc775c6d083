#include "diagnosis/probes/probe_runner.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "net/loop.hpp"

namespace omote::diagnosis {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::SizeIs;

// Opens once, for whoever waits.
class Gate {
 public:
  void open() {
    const std::scoped_lock lock(mutex_);
    open_ = true;
    opened_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};

class TestProbe final : public ports::ProbePort {
 public:
  TestProbe(std::string id, ports::ProbeCost cost, std::function<double()> see)
      : id_(std::move(id)), cost_(cost), see_(std::move(see)) {}
  std::string_view id() const override { return id_; }
  ports::ProbeCost cost() const override { return cost_; }
  milliseconds deadline() const override { return milliseconds(200); }
  std::vector<std::pair<std::string, std::string>> tells() const override { return {{id_ + ".seen", ""}}; }
  std::vector<fact::Fact> look() override { return {{id_ + ".seen", "", see_(), "", {}}}; }

 private:
  std::string id_;
  ports::ProbeCost cost_;
  std::function<double()> see_;
};

std::shared_ptr<TestProbe> probe(std::string id, std::function<double()> see, ports::ProbeCost cost = ports::ProbeCost::Cheap) {
  return std::make_shared<TestProbe>(std::move(id), cost, std::move(see));
}

TEST(RunAll, probes_run_at_the_same_time) {
  // Each waits for the other: one after the other they would never end.
  auto first = std::make_shared<Gate>(), second = std::make_shared<Gate>();
  const auto facts = run_all({probe("a",
                                    [=] {
                                      first->open();
                                      second->pass();
                                      return 1.0;
                                    }),
                              probe("b",
                                    [=] {
                                      second->open();
                                      first->pass();
                                      return 2.0;
                                    })},
                             SystemClock());

  ASSERT_THAT(facts, SizeIs(2));
  EXPECT_EQ(facts[0].value, fact::Value(1.0));
  EXPECT_EQ(facts[1].value, fact::Value(2.0));
}

TEST(RunAll, probe_that_blocks_is_unknown_at_its_deadline) {
  auto gate = std::make_shared<Gate>();
  const auto begin = std::chrono::steady_clock::now();

  const auto facts = run_all({probe("stuck",
                                    [=] {
                                      gate->pass();
                                      return 0.0;
                                    }),
                              probe("fine", [] { return 5.0; })},
                             SystemClock());

  EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds(1));
  ASSERT_THAT(facts, SizeIs(2));
  EXPECT_EQ(facts[0].id, "stuck.seen");
  EXPECT_FALSE(facts[0].value);
  EXPECT_EQ(facts[0].unknown, "time_out");
  EXPECT_EQ(facts[1].value, fact::Value(5.0));
  gate->open();
}

TEST(RunAll, probe_that_throws_is_unknown) {
  const auto facts = run_all({probe("broken", []() -> double { throw std::bad_alloc(); })}, SystemClock());

  ASSERT_THAT(facts, SizeIs(1));
  EXPECT_EQ(facts[0].unknown, "probe_failed");
}

// A watch on a loop, and what it told.
class Watched {
 public:
  explicit Watched(Probes probes, WatchTimes times = {milliseconds(20), seconds(100)})
      : watch_(
            std::in_place, std::move(probes), std::make_shared<SystemClock>(),
            [this](std::move_only_function<void()> task) { loop_.post(std::move(task)); },
            [this](std::vector<fact::Fact> facts) {
              for (auto& fact : facts) told.push_back(std::move(fact));
              if (enough_ && enough_()) loop_.stop();
            },
            times) {}
  // Runs the loop until the condition holds; false when it does not within five seconds.
  bool run_until(std::function<bool()> enough) {
    enough_ = std::move(enough);
    bool in_time = true;
    const auto timer = loop_.after(seconds(5), [&] {
      in_time = false;
      loop_.stop();
    });
    loop_.run();
    loop_.cancel(timer);
    enough_ = nullptr;
    return in_time;
  }
  long count(std::string_view id) const {
    return std::ranges::count_if(told, [&](const fact::Fact& fact) { return fact.id == id && fact.value; });
  }
  ProbeWatch& watch() { return *watch_; }
  void drop_watch() { watch_.reset(); }
  net::Loop& loop() { return loop_; }

  std::vector<fact::Fact> told;

 private:
  net::Loop loop_;
  std::function<bool()> enough_;
  std::optional<ProbeWatch> watch_;
};

TEST(ProbeWatch, cheap_probe_looks_again_and_again_while_dear_one_rests) {
  Watched watched({probe("cheap", [] { return 1.0; }), probe("dear", [] { return 2.0; }, ports::ProbeCost::Dear)});

  EXPECT_TRUE(watched.run_until([&] { return watched.count("cheap.seen") >= 5; }));

  EXPECT_EQ(watched.count("dear.seen"), 1);
}

TEST(ProbeWatch, look_now_makes_dear_probes_look_and_says_when_they_have) {
  auto looks = std::make_shared<std::atomic<int>>(0);
  Watched watched({probe("dear", [=] { return ++*looks; }, ports::ProbeCost::Dear)});
  ASSERT_TRUE(watched.run_until([&] { return watched.count("dear.seen") == 1; }));

  long told_when_done = 0;
  watched.watch().look_now([&] {
    told_when_done = watched.count("dear.seen");
    watched.loop().stop();
  });

  EXPECT_TRUE(watched.run_until([] { return false; }));
  EXPECT_EQ(told_when_done, 2);
}

TEST(ProbeWatch, blocked_probe_is_told_unknown_once_and_holds_nobody_up) {
  auto gate = std::make_shared<Gate>();
  Watched watched({probe("stuck",
                         [=] {
                           gate->pass();
                           return 3.0;
                         }),
                   probe("fine", [] { return 1.0; })});
  const auto unknown = [&] {
    return std::ranges::count_if(watched.told, [](const fact::Fact& fact) { return fact.unknown == "time_out"; });
  };

  ASSERT_TRUE(watched.run_until([&] { return unknown() == 1; }));
  const auto before = watched.count("fine.seen");
  ASSERT_TRUE(watched.run_until([&] { return watched.count("fine.seen") > before + 3; }));
  EXPECT_EQ(unknown(), 1);

  // look_now() does not wait for it either.
  bool done = false;
  watched.watch().look_now([&] {
    done = true;
    watched.loop().stop();
  });
  EXPECT_TRUE(watched.run_until([] { return false; }));
  EXPECT_TRUE(done);

  gate->open();
  EXPECT_TRUE(watched.run_until([&] { return watched.count("stuck.seen") > 0; }));
}

TEST(ProbeWatch, goes_while_a_probe_blocks_and_tells_nothing_after_it) {
  auto entered = std::make_shared<Gate>(), gate = std::make_shared<Gate>(), left = std::make_shared<Gate>();
  Watched watched({probe("stuck", [=] {
    entered->open();
    gate->pass();
    left->open();
    return 0.0;
  })});
  entered->pass();
  const auto begin = std::chrono::steady_clock::now();

  watched.drop_watch();

  EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds(2));
  gate->open();
  left->pass();
  watched.loop().after(milliseconds(50), [&] { watched.loop().stop(); });
  watched.loop().run();
  EXPECT_THAT(watched.told, SizeIs(0));
}

}  // namespace
}  // namespace omote::diagnosis
