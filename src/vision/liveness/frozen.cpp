#include "vision/liveness/frozen.hpp"

namespace omote::vision::liveness {

std::optional<std::chrono::milliseconds> FrozenWatch::observe(const ports::Frame& frame) {
  const auto digest = sha256(frame.pixels);
  const bool again = any_ && (frame.sequence == sequence_ || digest == digest_);
  if (again) return std::chrono::duration_cast<std::chrono::milliseconds>(frame.taken - fresh_since_);
  any_ = true;
  sequence_ = frame.sequence;
  digest_ = digest;
  fresh_since_ = frame.taken;
  return std::nullopt;
}

void FrozenWatch::reset() {
  *this = FrozenWatch{};
}

}  // namespace omote::vision::liveness
