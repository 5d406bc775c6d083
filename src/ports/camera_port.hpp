// A camera: V4L2 device, or a frame stream for simulation.
#pragma once

#include <chrono>
#include <string>

#include "base/result.hpp"
#include "ports/image.hpp"

namespace omote::ports {

class CameraPort {
 public:
  virtual ~CameraPort() = default;
  // The next picture, at most `time` later. One thread at a time. Opens the device at the first call and again after a
  // loss. Reasons: camera_missing, camera_busy, camera_no_frame, camera_format_unknown (and the stream's own).
  [[nodiscard]] virtual Result<Frame> next(std::chrono::milliseconds time) = 0;
  // Lets the device go (the lamp goes out); next() opens it again.
  virtual void rest() = 0;
  // For status pages: driver and device, or the stream's address.
  [[nodiscard]] virtual std::string description() const = 0;
};

}  // namespace omote::ports
