// The settings on the terminal itself (docs/terminal-settings.md): who is let in, what is open to whom, and that they leave
// by themselves. The page draws kiosk::v1::DeviceState; what a function does is the caller's.
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "schema/link.pb.h"
#include "terminal/choices.hpp"

namespace omote::terminal {

// In the order of the page, with what a wish of each may carry:
//   screen "brightness=60" · cameras "face", "card_face" or "" · power "follow=1" · restart "program" or "device"
//   switch_off "" · rights the functions of users, comma between; information, network and touch only show.
constexpr std::array<std::string_view, 9> kFunctions{"information", "network", "screen",     "cameras", "touch",
                                                     "power",       "restart", "switch_off", "rights"};
constexpr std::array<std::string_view, 4> kFirstUserFunctions{"information", "network", "cameras", "touch"};
// Without the link nobody can be known: only what tells why it is down.
constexpr std::array<std::string_view, 2> kOpenFunctions{"information", "network"};
// Rights are given by administrators alone.
[[nodiscard]] inline bool may_be_given(std::string_view function) {
  return function != "rights" && std::ranges::find(kFunctions, function) != kFunctions.end();
}

struct DeviceParts {
  const Clock& clock;
  Choices& choices;
  std::function<void(const kiosk::v1::DeviceState&)> show;
  // A question or a report for the host; false when the link is down.
  std::function<bool(const link::v1::ToHost&)> tell_host;
  // Nobody is served: the settings may cover the screen.
  std::function<bool()> free;
  std::function<void(const std::string& camera)> look;  // that camera's pictures go to the page; "": none
  // What the functions show now.
  std::function<google::protobuf::Map<std::string, std::string>()> values;
  // Carries out what changes the device: screen, power, restart, switch_off.
  std::function<Result<void>(const std::string& function, const std::string& value)> act;
};

// Loop's thread only.
class DevicePage {
 public:
  static constexpr std::chrono::seconds kLeaves{60};    // after the last touch
  static constexpr std::chrono::seconds kPatience{15};  // with the host's answer

  explicit DevicePage(DeviceParts parts) : parts_(std::move(parts)) { state_.set_stage("closed"); }

  void wish(const kiosk::v1::DeviceWish& wish);
  void answered(const link::v1::StaffAnswer& answer);
  // A few times a second: leaves by itself, and shows what changed.
  void tick();
  // Somebody needs the screen: at once.
  void close();
  [[nodiscard]] const kiosk::v1::DeviceState& state() const { return state_; }
  [[nodiscard]] bool closed() const { return state_.stage() == "closed"; }

 private:
  void open();
  void open_for(const std::string& name, const std::string& role);
  void sign_in(const kiosk::v1::DeviceSignIn& wish);
  void act(const kiosk::v1::DeviceAct& wish);
  [[nodiscard]] Result<void> carry_out(const std::string& function, const std::string& value);
  [[nodiscard]] Result<void> give_rights(const std::string& list);
  [[nodiscard]] bool open_to(const std::string& function) const;
  void refuse(std::string_view reason);
  void show();

  DeviceParts parts_;
  kiosk::v1::DeviceState state_;
  std::string shown_;
  SteadyTime touched_{}, asked_{};
  std::uint64_t number_ = 0;  // of the last question
};

}  // namespace omote::terminal
