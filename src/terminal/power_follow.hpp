// Whether the terminal switches itself off because the PC is off (docs/power.md): by the PC's word, or because the power at
// the PC's port went and the host with it. A countdown comes first, and a touch keeps the terminal on.
#pragma once

#include <optional>

#include "base/clock.hpp"

namespace omote::terminal {

struct PowerRules {
  bool follow = true;
  std::chrono::milliseconds countdown{60'000};
  std::chrono::milliseconds port_patience{10'000};  // the port's power may go for a moment while the PC starts anew
};

// Pure: the caller tells what happens and asks a few times a second.
class PowerFollow {
 public:
  explicit PowerFollow(PowerRules rules) : rules_(rules) {}

  void follow(bool wanted) { rules_.follow = wanted; }
  [[nodiscard]] bool follows() const { return rules_.follow; }
  void pc_goes_down() { told_ = true; }
  void link(bool up);
  void keep_on();  // somebody touched the screen during the countdown

  enum class Step { None, Count, Off };
  // `power` comes from the PC's port; nothing for a device that cannot tell. Off comes once.
  [[nodiscard]] Step look(std::optional<bool> power, SteadyTime now);
  // Of the countdown, rounded up.
  [[nodiscard]] int seconds_left(SteadyTime now) const;

 private:
  [[nodiscard]] bool pc_is_off(SteadyTime now) const;

  PowerRules rules_;
  bool up_ = false;
  bool told_ = false;
  bool had_power_ = false;  // from the port, at any time since the start
  bool kept_on_ = false, done_ = false;
  std::optional<SteadyTime> port_off_;
  std::optional<SteadyTime> off_at_;
};

}  // namespace omote::terminal
