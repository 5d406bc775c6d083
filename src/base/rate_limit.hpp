// So many at once, then one in each interval: keeps a storm of lines from filling what they are written to.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace omote {

class RateLimit {
 public:
  RateLimit(double most, std::chrono::milliseconds one_in) : most_(most), one_in_(one_in), left_(most) {}

  // Whether the next one may pass. What may not is counted.
  [[nodiscard]] bool allows(std::chrono::steady_clock::time_point now) {
    if (began_) left_ = std::min(most_, left_ + std::chrono::duration<double>(now - last_) / one_in_);
    began_ = true;
    last_ = now;
    if (left_ < 1) {
      ++refused_;
      return false;
    }
    left_ -= 1;
    return true;
  }
  // How many were refused since the last call.
  [[nodiscard]] std::uint64_t take_refused() { return std::exchange(refused_, 0); }

 private:
  double most_;
  std::chrono::duration<double> one_in_;
  double left_;
  bool began_ = false;
  std::chrono::steady_clock::time_point last_;
  std::uint64_t refused_ = 0;
};

}  // namespace omote
