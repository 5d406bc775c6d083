// What goes wrong with a simulated camera, on demand: on its way to the program every picture passes through here.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "ports/image.hpp"

namespace omote::sim::camera {

enum class FrameFault {
  None,
  Freeze,   // the same picture with the same sequence again and again
  Dark,     // hardly any light
  Covered,  // something opaque on the lens
  Dirty,    // spots on the glass
  Blurred,  // a smear over the whole glass
  Silent,   // connected, but no picture comes
  Busy,     // another program uses it
  Gone      // unplugged: the device is not there
};
[[nodiscard]] std::string_view to_string(FrameFault fault);  // "none", "freeze", "dark" …
[[nodiscard]] std::optional<FrameFault> frame_fault(std::string_view word);

// All functions from any thread.
class FrameFaults {
 public:
  void set(FrameFault fault);
  [[nodiscard]] FrameFault now() const { return fault_; }
  // Does to the picture what the fault does; nothing for the faults that let no picture through.
  void spoil(ports::Frame& frame);
  // A client was refused, or left without a picture.
  void note_refusal() { ++fired_; }
  // How often it showed since set(): pictures spoiled, clients refused.
  [[nodiscard]] int fired() const { return fired_; }

 private:
  void lay_dirt(ports::Frame& frame);
  std::atomic<FrameFault> fault_{FrameFault::None};
  std::atomic<int> fired_{0};
  std::mutex mutex_;  // guards the rest
  std::optional<ports::Frame> frozen_;
  Bytes dirt_;  // 0 clear to 255 opaque, one byte a pixel
};

}  // namespace omote::sim::camera
