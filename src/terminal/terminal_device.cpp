// The terminal as a device: the settings on the terminal itself, and its power.
#include <charconv>

#include "base/log.hpp"
#include "diagnosis/remedies/system.hpp"
#include "terminal/device.hpp"
#include "terminal/terminal.hpp"

namespace omote::terminal {

namespace {

constexpr std::chrono::seconds kCommandLimit{5};

// "brightness=60" -> 60
std::optional<int> number_after(std::string_view text, std::string_view name) {
  if (!text.starts_with(name)) return std::nullopt;
  int number = 0;
  const auto digits = text.substr(name.size());
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && end == digits.data() + digits.size() ? std::optional(number) : std::nullopt;
}

std::string word(std::optional<bool> flag) {
  return flag ? (*flag ? "1" : "0") : "";
}

}  // namespace

DevicePage Terminal::make_device_page() {
  return DevicePage({clock_, choices_, [this](const kiosk::v1::DeviceState& state) { kiosk_->device(state); },
                     [this](const link::v1::ToHost& message) { return link_ && link_->up() && link_->send(message); },
                     [this] { return !going_ && (screen_.id() == "ready" || screen_.id() == "waiting"); },
                     [this](const std::string& camera) { eyes_->peek(camera); }, [this] { return device_values(); },
                     [this](const std::string& function, const std::string& value) { return change_device(function, value); }});
}

google::protobuf::Map<std::string, std::string> Terminal::device_values() const {
  google::protobuf::Map<std::string, std::string> values;
  values["serial"] = serial_;
  values["version"] = version_;
  values["uptime_s"] = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(clock_.steady() - began_).count());
  values["addresses"] = own_addresses();
  values["link"] = link_ && link_->up() ? "up" : "down";
  values["paired"] = word(link_ && link_->paired());
  values["link_port"] = std::to_string(link_ ? link_->port() : 0);
  const auto bright = brightness(device_.backlight_folder);
  values["brightness"] = bright ? std::to_string(*bright) : "";
  values["face_camera"] = to_string(eyes_->face_camera_state());
  values["card_face_camera"] = to_string(eyes_->card_face_camera_state());
  values["sight"] = eyes_->peeked_sight();
  values["follow"] = word(power_.follows());
  values["port_power"] = word(facts_.power());
  values["power_while_pc_off"] = word(facts_.power_while_pc_off());
  values["can_restart_program"] = word(static_cast<bool>(restart_));
  values["can_restart_device"] = word(!device_.restart_command.empty());
  values["can_switch_off"] = word(!device_.off_command.empty());
  return values;
}

Result<void> Terminal::change_device(const std::string& function, const std::string& value) {
  if (function == "screen") {
    const auto percent = number_after(value, "brightness=");
    if (percent) return set_brightness(device_.backlight_folder, *percent);
  }
  if (function == "power" && (value == "follow=1" || value == "follow=0")) {
    if (auto kept = choices_.set_follow_pc(value == "follow=1"); !kept) return kept;
    power_.follow(value == "follow=1");
    return {};
  }
  if (function == "restart" && value == "program") return restart_program();
  if (function == "restart" && value == "device") return restart_device();
  if (function == "switch_off") return diagnosis::run_command(device_.off_command, kCommandLimit);
  return fail("device_wish_unknown", function + " " + value);
}

Result<void> Terminal::restart_device() {
  return diagnosis::run_command(device_.restart_command, kCommandLimit);
}

// A terminal that cannot switch itself off does not say that it will.
void Terminal::watch_power() {
  if (device_.off_command.empty()) return;
  const auto step = power_.look(facts_.power(), clock_.steady());
  if (step == PowerFollow::Step::Count && !going_) {
    going_ = true;
    device_page_.close();
    return show_going();
  }
  if (step == PowerFollow::Step::Count || !going_) return;
  going_ = false;
  kiosk_->show(screen_);
  if (step != PowerFollow::Step::Off) return;
  log::warning("the PC is off: this terminal is switched off");
  if (const auto off = diagnosis::run_command(device_.off_command, kCommandLimit); !off) log::error("{}", describe(off.error()));
}

void Terminal::show_going() {
  kiosk::v1::Screen screen;
  screen.set_id("switching_off");
  screen.set_revision(++own_revision_);
  screen.set_seconds_left(static_cast<std::uint32_t>(power_.seconds_left(clock_.steady())));
  screen.add_actions("stay_on");
  kiosk_->show(screen);
}

void Terminal::keep_on() {
  if (!going_) return;
  going_ = false;
  power_.keep_on();
  log::info("somebody keeps the terminal on");
  kiosk_->show(screen_);
}

}  // namespace omote::terminal
