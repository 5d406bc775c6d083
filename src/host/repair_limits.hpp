// How often the machine may try a cure by itself: at most three times in ten minutes, with a growing pause between, so that
// a cure that does not help never runs in circles.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <string>
#include <utility>

#include "base/clock.hpp"

namespace omote::host {

class RepairLimits {
 public:
  [[nodiscard]] bool allowed(const std::string& action, const std::string& terminal, SteadyTime now) const;
  void note(const std::string& action, const std::string& terminal, SteadyTime now);

 private:
  static constexpr std::size_t kMost = 3;
  static constexpr std::chrono::minutes kWindow{10};
  static constexpr std::chrono::seconds kPauses[kMost] = {std::chrono::seconds(0), std::chrono::seconds(10),
                                                          std::chrono::seconds(60)};
  std::map<std::pair<std::string, std::string>, std::deque<SteadyTime>> begun_;  // of the last ten minutes
};

}  // namespace omote::host
