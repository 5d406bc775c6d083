#include "diagnosis/probes/probe_runner.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include "diagnosis/probes/fact_list.hpp"

namespace omote::diagnosis {

namespace {

using Facts = std::vector<fact::Fact>;
using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kGrace{500};  // for looks under way when the watch goes

Facts all_unknown(const ports::ProbePort& probe, std::string_view why, WallTime seen) {
  FactList list({}, seen);
  for (const auto& [id, subject] : probe.tells()) list.unknown(id, why, subject);
  return list.take();
}

// A probe does not throw; memory can be short all the same, and a thread must not end the program.
Facts look(ports::ProbePort& probe, const Clock& clock) {
  try {
    return probe.look();
  } catch (const std::exception&) {
    return all_unknown(probe, "probe_failed", clock.now());
  }
}

}  // namespace

std::vector<fact::Fact> run_all(const Probes& probes, const Clock& clock, std::chrono::milliseconds longest) {
  struct Board {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::optional<Facts>> answers;
  };
  auto board = std::make_shared<Board>();
  board->answers.resize(probes.size());
  const auto begin = Steady::now();
  // The threads may be left behind: the clock that they use is a copy's, not the caller's.
  for (std::size_t i = 0; i < probes.size(); ++i) {
    std::thread([board, i, probe = probes[i]] {
      const SystemClock own_clock;
      auto facts = look(*probe, own_clock);
      const std::scoped_lock lock(board->mutex);
      board->answers[i] = std::move(facts);
      board->changed.notify_all();
    }).detach();
  }
  Facts all;
  std::unique_lock lock(board->mutex);
  for (std::size_t i = 0; i < probes.size(); ++i) {
    const auto until = begin + std::min(probes[i]->deadline(), longest);
    board->changed.wait_until(lock, until, [&] { return board->answers[i].has_value(); });
    auto facts = board->answers[i] ? std::move(*board->answers[i]) : all_unknown(*probes[i], "time_out", clock.now());
    all.insert(all.end(), std::make_move_iterator(facts.begin()), std::make_move_iterator(facts.end()));
  }
  return all;
}

struct ProbeWatch::Inside {
  struct Slot {
    explicit Slot(std::shared_ptr<ports::ProbePort> the_probe) : probe(std::move(the_probe)) {}
    std::shared_ptr<ports::ProbePort> probe;
    std::thread thread;
    bool busy = false;
    bool late = false;  // busy, and already told as unknown
    Steady::time_point deadline;
    std::uint64_t round = 0;  // the last one that its answer belongs to
  };
  struct Wish {
    std::uint64_t round;
    std::function<void()> done;
  };

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Slot> slots;
  std::shared_ptr<const Clock> clock;
  Post post;
  Told told;
  std::weak_ptr<bool> alive;
  WatchTimes times;
  std::uint64_t round = 1;  // look_now() begins another one
  bool stopped = false;
  std::vector<Wish> wishes;
  std::thread guard;

  void watch(Slot& slot);
  void keep_deadlines();
  void tell(Facts facts);  // the lock is held
  void grant_wishes();     // the lock is held
};

void ProbeWatch::Inside::tell(Facts facts) {
  post([alive = alive, told = told, facts = std::move(facts)]() mutable {
    if (!alive.expired()) told(std::move(facts));
  });
}

void ProbeWatch::Inside::grant_wishes() {
  std::erase_if(wishes, [this](Wish& wish) {
    const bool all = std::ranges::all_of(slots, [&](const Slot& slot) { return slot.round >= wish.round || slot.late; });
    if (all) {
      post([alive = alive, done = std::move(wish.done)] {
        if (!alive.expired()) done();
      });
    }
    return all;
  });
}

void ProbeWatch::Inside::watch(Slot& slot) {
  std::unique_lock lock(mutex);
  while (!stopped) {
    const auto my_round = round;
    slot.busy = true;
    slot.deadline = Steady::now() + slot.probe->deadline();
    changed.notify_all();
    lock.unlock();
    auto facts = look(*slot.probe, *clock);
    lock.lock();
    slot.busy = slot.late = false;
    slot.round = my_round;
    changed.notify_all();
    if (stopped) return;
    tell(std::move(facts));
    grant_wishes();
    const auto pause = slot.probe->cost() == ports::ProbeCost::Cheap ? times.cheap : times.dear;
    changed.wait_until(lock, Steady::now() + pause, [&] { return stopped || round > my_round; });
  }
}

void ProbeWatch::Inside::keep_deadlines() {
  std::unique_lock lock(mutex);
  while (!stopped) {
    auto next = Steady::now() + std::chrono::hours(1);
    for (auto& slot : slots) {
      if (!slot.busy || slot.late) continue;
      if (Steady::now() >= slot.deadline) {
        slot.late = true;
        tell(all_unknown(*slot.probe, "time_out", clock->now()));
        grant_wishes();
      } else {
        next = std::min(next, slot.deadline);
      }
    }
    changed.wait_until(lock, next);
  }
}

ProbeWatch::ProbeWatch(Probes probes, std::shared_ptr<const Clock> clock, Post post, Told told, WatchTimes times)
    : inside_(std::make_shared<Inside>()) {
  inside_->clock = std::move(clock);
  inside_->post = std::move(post);
  inside_->told = std::move(told);
  inside_->alive = alive_;
  inside_->times = times;
  const std::scoped_lock lock(inside_->mutex);
  for (auto& probe : probes) inside_->slots.emplace_back(std::move(probe));
  for (auto& slot : inside_->slots) slot.thread = std::thread([inside = inside_, &slot] { inside->watch(slot); });
  inside_->guard = std::thread([inside = inside_] { inside->keep_deadlines(); });
}

ProbeWatch::~ProbeWatch() {
  alive_.reset();
  std::unique_lock lock(inside_->mutex);
  inside_->stopped = true;
  inside_->changed.notify_all();
  auto& slots = inside_->slots;
  inside_->changed.wait_for(lock, kGrace, [&] { return std::ranges::none_of(slots, &Inside::Slot::busy); });
  // A thread that is not in a look ends by itself at once.
  std::vector<std::thread> ending;
  ending.push_back(std::move(inside_->guard));
  for (auto& slot : slots) {
    if (slot.busy) {
      slot.thread.detach();
    } else {
      ending.push_back(std::move(slot.thread));
    }
  }
  lock.unlock();
  for (auto& thread : ending) thread.join();
}

void ProbeWatch::look_now(std::function<void()> done) {
  const std::scoped_lock lock(inside_->mutex);
  ++inside_->round;
  if (done) inside_->wishes.push_back({inside_->round, std::move(done)});
  inside_->grant_wishes();
  inside_->changed.notify_all();
}

}  // namespace omote::diagnosis
