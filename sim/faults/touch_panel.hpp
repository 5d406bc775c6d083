// A touch panel as the kernel shows one: a device file that gives a record for each touch.
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace omote::sim::faults {

class TouchPanel {
 public:
  // Reason: fault_not_injected.
  [[nodiscard]] static Result<TouchPanel> open(const std::filesystem::path& device);
  TouchPanel(TouchPanel&& other) noexcept;
  TouchPanel& operator=(TouchPanel&&) = delete;
  ~TouchPanel();
  // A finger comes and goes.
  void touch() const;
  // Whoever reads the device has taken every record.
  [[nodiscard]] bool all_read() const;

 private:
  explicit TouchPanel(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace omote::sim::faults
