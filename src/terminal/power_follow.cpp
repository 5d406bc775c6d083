#include "terminal/power_follow.hpp"

#include <algorithm>

namespace omote::terminal {

void PowerFollow::link(bool up) {
  up_ = up;
  if (!up) return;
  // The PC is there: whatever was said before is over.
  told_ = kept_on_ = done_ = false;
  off_at_.reset();
}

void PowerFollow::keep_on() {
  kept_on_ = true;
  off_at_.reset();
}

// The port's word counts only where the port gave power before, and only together with the host's silence.
bool PowerFollow::pc_is_off(SteadyTime now) const {
  return told_ || (!up_ && had_power_ && port_off_ && now - *port_off_ >= rules_.port_patience);
}

PowerFollow::Step PowerFollow::look(std::optional<bool> power, SteadyTime now) {
  if (power.value_or(false)) {
    // It came back: the PC was switched on again.
    if (port_off_) kept_on_ = done_ = false;
    had_power_ = true;
    port_off_.reset();
  } else if (power && !port_off_) {
    port_off_ = now;
  }
  if (!rules_.follow || kept_on_ || done_ || !pc_is_off(now)) {
    off_at_.reset();
    return Step::None;
  }
  if (!off_at_) off_at_ = now + rules_.countdown;
  if (now < *off_at_) return Step::Count;
  done_ = true;
  off_at_.reset();
  return Step::Off;
}

int PowerFollow::seconds_left(SteadyTime now) const {
  if (!off_at_) return 0;
  return static_cast<int>(std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::seconds>(*off_at_ - now).count()));
}

}  // namespace omote::terminal
