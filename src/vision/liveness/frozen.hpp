// Notices a source that repeats itself: the same picture again (by its bytes) or a counter that stands still.
#pragma once

#include <array>
#include <chrono>
#include <optional>

#include "ports/image.hpp"

namespace omote::vision::liveness {

class FrozenWatch {
 public:
  // How long the source has been repeating itself; nothing when this frame is new. Keeps a digest, not the picture.
  [[nodiscard]] std::optional<std::chrono::milliseconds> observe(const ports::Frame& frame);
  void reset();

 private:
  bool any_ = false;
  std::uint64_t sequence_ = 0;
  std::array<std::uint8_t, 32> digest_{};
  SteadyTime fresh_since_{};
};

}  // namespace omote::vision::liveness
