// What the operating system tells of the device that the terminal runs on. An empty path is the system's own place; another
// one lets a test or the simulation tell it.
#pragma once

#include <filesystem>
#include <optional>

namespace omote::terminal {

// Since the device was switched on; nothing when the system does not tell. `file`: as /proc/uptime.
[[nodiscard]] std::optional<double> uptime_hours(const std::filesystem::path& file);
// Whether power comes in from the PC's port; nothing for a device that cannot tell. `file`: "1" or "0", as the attribute
// "online" of a power supply.
[[nodiscard]] std::optional<bool> power_from_outside(const std::filesystem::path& file);

}  // namespace omote::terminal
