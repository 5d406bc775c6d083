#include "terminal/settings.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/settings_look.hpp"
#include "base/share.hpp"
#include "terminal/settings_check.hpp"

namespace omote::terminal {

namespace {

constexpr std::size_t kLeastTaps = 4, kMostTaps = 10;

void read_corners(TomlSettings& toml, Settings& settings) {
  settings.corners = toml.texts("settings_page.corners");
  if (settings.corners.empty())
    settings.corners = {"top_left", "top_right", "bottom_left", "bottom_right", "top_left", "top_right"};
  const bool known = std::ranges::all_of(settings.corners, [](const std::string& corner) {
    return corner == "top_left" || corner == "top_right" || corner == "bottom_left" || corner == "bottom_right";
  });
  if (!known || settings.corners.size() < kLeastTaps || settings.corners.size() > kMostTaps)
    toml.wrong("settings_page.corners", "4 to 10 of \"top_left\", \"top_right\", \"bottom_left\", \"bottom_right\"");
}

void read_device(TomlSettings& toml, Settings& settings) {
  settings.uptime_file = toml.path("device.uptime_file", "");
  settings.power_file = toml.path("device.power_file", "");
  settings.power_patience_s = toml.number("device.power_patience_s", 180, 1, 86'400);
  settings.backlight_folder = toml.path("device.backlight_folder", "");
  settings.about_folder = toml.path("device.about_folder", "");
  settings.restart_command = toml.texts("device.restart_command");
  settings.off_command = toml.texts("device.off_command");
  settings.follow_pc = toml.flag("power.follow_pc", true);
  settings.power_countdown_s = toml.number("power.countdown_s", 60, 5, 3600);
  settings.port_patience_s = toml.number("power.port_patience_s", 10, 1, 3600);
}

Result<void> read_settings(TomlSettings& toml, Settings& settings) {
  const std::string camera = "v4l2:DEVICE or stream:SOCKET";
  settings.serial = toml.need_text("terminal.serial", "the serial number on the type plate");
  settings.state_folder = toml.path("state.folder", "state");
  settings.kiosk_port = static_cast<std::uint16_t>(toml.number("kiosk.port", 8600, 0, 65535));
  settings.kiosk_pages = toml.path("kiosk.pages", share_beside("web/kiosk"));
  settings.link_address = toml.text("link.address", "0.0.0.0", "an address of this device on the link's network");
  settings.link_port = static_cast<std::uint16_t>(toml.number("link.port", 8603, 0, 65535));
  settings.discovery_targets = toml.texts("link.discovery_targets");
  if (settings.discovery_targets.empty()) settings.discovery_targets = {"255.255.255.255:8602"};
  for (const auto& target : settings.discovery_targets) {
    const auto colon = target.rfind(':');
    const auto port = colon == std::string::npos ? 0 : std::strtoul(target.c_str() + colon + 1, nullptr, 10);
    if (port == 0 || port > 65535) toml.wrong("link.discovery_targets", "a list of \"address:port\"");
  }
  settings.face_camera = toml.text("cameras.face", "v4l2:/dev/video0", camera);
  settings.card_face_camera = toml.text("cameras.card_face", "v4l2:/dev/video2", camera);
  for (const auto* key : {"cameras.face", "cameras.card_face"}) {
    const auto value = toml.text(key, "v4l2:", camera);
    if (!value.starts_with("v4l2:") && !value.starts_with("stream:")) toml.wrong(key, camera);
  }
  settings.idle_look_s = toml.number("cameras.idle_look_s", 3, 0, 3600);
  settings.touch_device = toml.path("touch.device", "");
  read_device(toml, settings);
  read_corners(toml, settings);
  settings.update_way = toml.word("update.way", "auto", {"auto", "host", "by_hand"});
  settings.update_verdict = toml.path("update.verdict_file", "/var/lib/omote/update/terminal-verdict.json");
  settings.face_strength = static_cast<int>(toml.number("face.strength", 0, 0, 4));
  settings.specimens = toml.path("self_test.folder", share_beside("self-test"));
  settings.models = toml.path("models.folder", share_beside("models"));
  settings.means = toml.path("models.means", "");
  settings.people = toml.word("models.people", "real", {"real", "simulated"});
  settings.card_profile = toml.path("card_face.profile", "");
  return toml.finish();
}

}  // namespace

Result<Settings> load_settings(const std::filesystem::path& file) {
  return load_with_copy<Settings>(file, read_settings);
}

Result<std::vector<AskedSetting>> check_settings(const std::filesystem::path& file, const std::optional<std::string>& text) {
  return look_at_settings<Settings>(file, text, read_settings);
}

}  // namespace omote::terminal
