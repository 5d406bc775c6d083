// What the PC's operating system tells about itself and its settings. Everything is nothing where it does not tell.
#pragma once

#include <filesystem>
#include <optional>

namespace omote::diagnosis {

[[nodiscard]] std::optional<double> uptime_hours();
[[nodiscard]] std::optional<double> free_memory_mb();
[[nodiscard]] std::optional<double> free_disk_mb(const std::filesystem::path& folder);

// `root` is where the system's own files begin: "/" but in tests.

// Whether the PC can fall asleep by itself: services, settings, the desktop's own.
[[nodiscard]] std::optional<bool> sleep_enabled(const std::filesystem::path& root);

struct RemoteDesktop {
  bool enabled = false;  // somebody listens for it, or is started with the system
  bool in_use = false;   // a session is connected
};
[[nodiscard]] std::optional<RemoteDesktop> remote_desktop(const std::filesystem::path& root);

// Whether a USB port or a hub at this PC gives power while the PC is off.
[[nodiscard]] std::optional<bool> usb_power_constant(const std::filesystem::path& root);

}  // namespace omote::diagnosis
