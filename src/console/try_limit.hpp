// Wrong tries to sign in: a few are free, then each costs a pause that grows. Pure; the time is given.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace omote::console {

struct TryRules {
  std::size_t free = 5;  // wrong tries within the time
  std::chrono::seconds within = std::chrono::minutes(15);
  std::chrono::seconds first_pause{30}, longest_pause = std::chrono::minutes(15);
};

class TryLimit {
 public:
  explicit TryLimit(TryRules rules = {}) : rules_(rules) {}

  // How long this one has to wait before the next try; 0: none.
  [[nodiscard]] std::chrono::seconds wait(const std::string& who, SteadyTime now) const;
  // A try began: it counts as wrong until right() says otherwise, so that many at once are no way around.
  void tried(const std::string& who, SteadyTime now);
  void right(const std::string& who) { tries_.erase(who); }

 private:
  static constexpr std::size_t kMostNames = 1000;
  void forget_old(SteadyTime now);

  TryRules rules_;
  struct Tries {
    std::vector<SteadyTime> times;  // within the time, until the first pause
    SteadyTime last;
    std::chrono::seconds pause{0};  // the last one
    SteadyTime free_again;
  };
  std::map<std::string, Tries> tries_;
};

}  // namespace omote::console
