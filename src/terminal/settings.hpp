// The terminal's one settings file (docs/settings.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/kept_settings.hpp"
#include "base/result.hpp"

namespace omote::terminal {

struct Settings {
  std::string serial;                  // on the type plate; the host knows the terminal by it
  std::filesystem::path state_folder;  // identity and pair
  std::uint16_t kiosk_port = 0;
  std::filesystem::path kiosk_pages;
  std::string link_address;  // of this device on the link's network
  std::uint16_t link_port = 0;
  std::vector<std::string> discovery_targets;  // "address:port", where the host listens
  std::string face_camera;                     // "v4l2:/dev/video0", or "stream:/path" for simulation
  std::string card_face_camera;
  std::int64_t idle_look_s = 0;                   // between looks at the cameras while nobody needs them; 0: never
  std::filesystem::path touch_device;             // terminal/touch_watch.hpp
  std::filesystem::path uptime_file, power_file;  // terminal/device.hpp
  std::int64_t power_patience_s = 0;
  std::filesystem::path backlight_folder, about_folder;     // terminal/device.hpp
  std::vector<std::string> restart_command, off_command;    // of the device; empty: it cannot be done from here
  std::vector<std::string> corners;                         // taps that open the settings on the terminal, in order
  bool follow_pc = true;                                    // until somebody chooses on the terminal itself
  std::int64_t power_countdown_s = 0, port_patience_s = 0;  // terminal/power_follow.hpp
  int face_strength = 0;                                    // set here; 0: none. Counts for nothing, the national system decides
  std::string update_way;                                   // "auto", "host", "by_hand": terminal/update_follow.hpp
  std::filesystem::path update_verdict;                     // where the installer says how it ended
  std::filesystem::path specimens;                          // of the self-test
  std::filesystem::path models;                             // folder of the networks' weights
  std::filesystem::path means;                              // mean vectors of the environment; empty: none
  std::string people;                                       // "real" or "simulated": mean vectors of the other are refused
  SettingsState state;                                      // whether the file was whole
  std::filesystem::path card_profile;                       // print layout; empty: the built-in one
};

// Every mistake at once, with file, line and what is expected. Reasons: those of TomlSettings.
[[nodiscard]] Result<Settings> load_settings(const std::filesystem::path& file);

}  // namespace omote::terminal
