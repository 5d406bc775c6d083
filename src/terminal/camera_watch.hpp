// What is wrong with a camera, judged from what it gives: frames, failures, and the time between them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "ports/image.hpp"

namespace omote::terminal {

enum class CameraState { Unknown, Ok, Missing, Busy, NoFrame, Frozen, Dark, Dirty };
// The words of catalogue/facts.yaml: "ok", "missing", "busy", "no_frame", "frozen", "dark", "dirty"; "" for unknown.
[[nodiscard]] std::string_view to_string(CameraState state);

// One camera; one thread. A single late or dark frame is no fault: what lasts is.
class CameraWatch {
 public:
  void saw(const ports::Frame& frame, SteadyTime now);
  void failed(const Failure& failure, SteadyTime now);
  [[nodiscard]] CameraState state() const { return state_; }

 private:
  void settle(CameraState seen, SteadyTime now);
  CameraState state_ = CameraState::Unknown;
  CameraState seen_ = CameraState::Unknown;  // of the last frame or failure
  SteadyTime seen_since_{};
  std::optional<std::uint64_t> sequence_;
  std::uint64_t digest_ = 0;
  SteadyTime fresh_{};  // when the picture changed last
};

}  // namespace omote::terminal
