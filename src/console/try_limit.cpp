#include "console/try_limit.hpp"

#include <algorithm>

namespace omote::console {

std::chrono::seconds TryLimit::wait(const std::string& who, SteadyTime now) const {
  const auto at = tries_.find(who);
  if (at == tries_.end() || at->second.free_again <= now) return std::chrono::seconds(0);
  return std::chrono::ceil<std::chrono::seconds>(at->second.free_again - now);
}

void TryLimit::tried(const std::string& who, SteadyTime now) {
  if (tries_.size() >= kMostNames) forget_old(now);
  auto& [times, last, pause, free_again] = tries_[who];
  last = now;
  // Quiet for so long after the last pause: they begin anew.
  if (pause.count() > 0 && now - free_again >= rules_.within) {
    times.clear();
    pause = std::chrono::seconds(0);
  }
  if (pause.count() == 0) {
    std::erase_if(times, [&](SteadyTime time) { return now - time >= rules_.within; });
    times.push_back(now);
    if (times.size() < rules_.free) return;
  }
  pause = std::clamp(pause * 2, rules_.first_pause, rules_.longest_pause);
  free_again = now + pause;
}

// Names that nobody tried for a while; when there are none, those whose last try is longest ago.
void TryLimit::forget_old(SteadyTime now) {
  std::erase_if(tries_, [&](const auto& one) { return one.second.free_again <= now && now - one.second.last >= rules_.within; });
  if (tries_.size() < kMostNames) return;
  tries_.erase(std::ranges::min_element(tries_, {}, [](const auto& one) { return one.second.last; }));
}

}  // namespace omote::console
