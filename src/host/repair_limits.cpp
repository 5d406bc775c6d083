#include "host/repair_limits.hpp"

#include <algorithm>

namespace omote::host {

bool RepairLimits::allowed(const std::string& action, const std::string& terminal, SteadyTime now) const {
  const auto at = begun_.find({action, terminal});
  if (at == begun_.end()) return true;
  const auto lately =
      static_cast<std::size_t>(std::ranges::count_if(at->second, [&](SteadyTime begun) { return now - begun < kWindow; }));
  if (lately == 0) return true;
  return lately < kMost && now - at->second.back() >= kPauses[lately];
}

void RepairLimits::note(const std::string& action, const std::string& terminal, SteadyTime now) {
  auto& begun = begun_[{action, terminal}];
  while (!begun.empty() && now - begun.front() >= kWindow) begun.pop_front();
  begun.push_back(now);
  if (begun.size() > kMost) begun.pop_front();
}

}  // namespace omote::host
