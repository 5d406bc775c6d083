#include "sim/faults/touch_panel.hpp"

#include <fcntl.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace omote::sim::faults {

// A pipe gives records just as an input device does.
Result<TouchPanel> TouchPanel::open(const std::filesystem::path& device) {
  if (::mkfifo(device.c_str(), 0600) != 0) return fail("fault_not_injected", device.string() + ": " + std::strerror(errno));
  const int descriptor = ::open(device.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return fail("fault_not_injected", device.string() + ": " + std::strerror(errno));
  return TouchPanel(descriptor);
}

TouchPanel::TouchPanel(TouchPanel&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

TouchPanel::~TouchPanel() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void TouchPanel::touch() const {
  for (const int value : {1, 0}) {
    input_event event{};
    event.type = EV_KEY;
    event.code = BTN_TOUCH;
    event.value = value;
    static_cast<void>(::write(descriptor_, &event, sizeof event));
  }
}

bool TouchPanel::all_read() const {
  int waiting = 0;
  return ::ioctl(descriptor_, FIONREAD, &waiting) == 0 && waiting == 0;
}

}  // namespace omote::sim::faults
