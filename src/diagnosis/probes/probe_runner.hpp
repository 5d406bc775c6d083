// Runs probes at the same time, each on a thread of its own and never longer than its deadline: what is not back by then is
// told as unknown ("time_out"), and its thread is left behind. Neither the runner nor the end of the program waits for a probe
// that blocks.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.hpp"
#include "domain/fact/fact.hpp"
#include "ports/probe_port.hpp"

namespace omote::diagnosis {

// Shared with the threads, which may outlive who started them.
using Probes = std::vector<std::shared_ptr<ports::ProbePort>>;

// Looks once with every probe. Blocks for the longest deadline at most, or for `longest` when that is shorter.
[[nodiscard]] std::vector<fact::Fact> run_all(const Probes& probes, const Clock& clock,
                                              std::chrono::milliseconds longest = std::chrono::seconds(5));

struct WatchTimes {
  std::chrono::milliseconds cheap{1'000};  // between the ends of two looks of a cheap probe
  std::chrono::milliseconds dear{10'000};
};

// Looks again and again. The first looks begin at once.
class ProbeWatch {
 public:
  // How a task gets to the thread that `told` belongs to: net::Loop::post.
  using Post = std::function<void(std::move_only_function<void()>)>;
  // The facts of one probe, each time that it looked or ran out of time. Never after the watch has gone.
  using Told = std::function<void(std::vector<fact::Fact>)>;

  ProbeWatch(Probes probes, std::shared_ptr<const Clock> clock, Post post, Told told, WatchTimes times = {});
  ProbeWatch(const ProbeWatch&) = delete;
  ProbeWatch& operator=(const ProbeWatch&) = delete;
  // On the thread of `told`. Waits a little for looks that are under way, and leaves them behind.
  ~ProbeWatch();

  // Every probe looks now, dear ones too. `done` is posted once each of them has told its facts, known or unknown. Any thread.
  void look_now(std::function<void()> done = {});

 private:
  struct Inside;
  std::shared_ptr<Inside> inside_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // told's thread only
};

}  // namespace omote::diagnosis
