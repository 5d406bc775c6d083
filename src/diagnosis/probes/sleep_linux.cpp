#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "diagnosis/probes/ini_text.hpp"
#include "diagnosis/probes/pc_view.hpp"

namespace omote::diagnosis {

namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 3> kTargets{"suspend.target", "hibernate.target", "hybrid-sleep.target"};

bool masked(const fs::path& root, const char* unit) {
  std::error_code error;
  for (const auto* folder : {"etc/systemd/system", "run/systemd/system"}) {
    if (fs::read_symlink(root / folder / unit, error) == "/dev/null") return true;
  }
  return false;
}

// The last word of the main file and its drop-ins, in systemd's order: /etc over /run over /usr/lib for files of one name, all
// drop-ins by their names after the main file.
std::optional<std::string> systemd_value(const fs::path& root, const std::string& name, const char* section, const char* key) {
  std::optional<std::string> value;
  for (const auto* folder : {"usr/lib/systemd", "run/systemd", "etc/systemd"}) {
    if (auto found = ini_value(root / folder / name, section, key)) value = std::move(found);
  }
  std::set<std::string> drop_ins;
  std::error_code error;
  for (const auto* folder : {"usr/lib/systemd", "run/systemd", "etc/systemd"}) {
    for (const auto& entry : fs::directory_iterator(root / folder / (name + ".d"), error)) {
      if (entry.path().extension() == ".conf") drop_ins.insert(entry.path().filename());
    }
  }
  for (const auto& drop_in : drop_ins) {
    for (const auto* folder : {"etc/systemd", "run/systemd", "usr/lib/systemd"}) {
      const auto file = root / folder / (name + ".d") / drop_in;
      if (!fs::exists(file, error)) continue;
      if (auto found = ini_value(file, section, key)) value = std::move(found);
      break;
    }
  }
  return value;
}

bool no(const std::optional<std::string>& value) {
  return value && (*value == "no" || *value == "false" || *value == "0" || *value == "off");
}

bool any_file(const fs::path& folder) {
  std::error_code error;
  return fs::directory_iterator(folder, error) != fs::directory_iterator();
}

// Desktops put a PC to sleep by settings of their own. KDE's can be read; of others only that they are there.
std::optional<bool> desktop_sleeps(const fs::path& root) {
  if (!any_file(root / "usr/share/xsessions") && !any_file(root / "usr/share/wayland-sessions")) return false;
  std::error_code error;
  std::vector<fs::path> homes;
  for (const auto& home : fs::directory_iterator(root / "home", error)) homes.push_back(home.path());
  bool read = false;
  for (const auto& home : homes) {
    const auto file = home / ".config/powermanagementprofilesrc";
    if (!fs::exists(file, error)) continue;
    read = true;
    const auto kind = ini_value(file, "AC][SuspendSession", "suspendType");
    if (kind && *kind != "0") return true;
  }
  return read ? std::optional(false) : std::nullopt;
}

}  // namespace

std::optional<bool> sleep_enabled(const fs::path& root) {
  std::error_code error;
  if (!fs::is_directory(root / "etc/systemd", error)) return std::nullopt;
  const bool all_masked = std::ranges::all_of(kTargets, [&](const char* unit) { return masked(root, unit); });
  if (all_masked || masked(root, "sleep.target")) return false;  // every kind needs sleep.target
  const std::array<const char*, 3> kinds{"AllowSuspend", "AllowHibernation", "AllowHybridSleep"};
  if (std::ranges::all_of(kinds, [&](const char* kind) { return no(systemd_value(root, "sleep.conf", "Sleep", kind)); })) {
    return false;
  }
  const auto idle = systemd_value(root, "logind.conf", "Login", "IdleAction").value_or("ignore");
  if (idle == "suspend" || idle == "hibernate" || idle == "hybrid-sleep" || idle == "suspend-then-hibernate" || idle == "sleep") {
    return true;
  }
  return desktop_sleeps(root);
}

}  // namespace omote::diagnosis
