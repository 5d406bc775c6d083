// What the operating system tells of the device that the terminal runs on. An empty path is the system's own place; another
// one lets a test or the simulation tell it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace omote::terminal {

// Since the device was switched on; nothing when the system does not tell. `file`: as /proc/uptime.
[[nodiscard]] std::optional<double> uptime_hours(const std::filesystem::path& file);
// Whether power comes in from the PC's port; nothing for a device that cannot tell. `file`: "1" or "0", as the attribute
// "online" of a power supply.
[[nodiscard]] std::optional<bool> power_from_outside(const std::filesystem::path& file);
// The addresses that this device can be reached at: "eth0 192.0.2.5, …".
[[nodiscard]] std::string own_addresses();
// Model and firmware (BIOS) of the device itself; "" for what it does not tell. `folder`: as /sys/class/dmi/id; where there is
// none, the device tree.
struct DeviceAbout {
  std::string model, firmware;
};
[[nodiscard]] DeviceAbout about_device(const std::filesystem::path& folder);
// Of the screen, in per cent; nothing where the device does not offer it. `folder`: as /sys/class/backlight.
[[nodiscard]] std::optional<int> brightness(const std::filesystem::path& folder);
// Never darker than a tenth, or nobody would find the way back. Reasons: brightness_not_here, brightness_not_set.
[[nodiscard]] Result<void> set_brightness(const std::filesystem::path& folder, int percent);

}  // namespace omote::terminal
