#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>

#include "base/text.hpp"
#include "terminal/device.hpp"

namespace omote::terminal {

namespace {

namespace fs = std::filesystem;

std::string first_word(const fs::path& file) {
  std::ifstream stream(file);
  std::string word;
  stream >> word;
  return word;
}

// The first light that can be set, with its greatest value.
std::optional<std::pair<fs::path, double>> backlight(const fs::path& folder) {
  std::error_code error;
  for (const auto& light : fs::directory_iterator(folder.empty() ? fs::path("/sys/class/backlight") : folder, error)) {
    const auto most = std::strtod(first_word(light.path() / "max_brightness").c_str(), nullptr);
    if (most > 0) return std::pair(light.path(), most);
  }
  return std::nullopt;
}

constexpr int kDarkest = 10;  // per cent
constexpr std::size_t kMostName = 120;

// What a maker wrote into a device, as one plain line; nothing of the kind that says nothing.
std::string told_by(const fs::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line, '\n');
  line = to_one_line(line.substr(0, line.find('\0')), kMostName);
  line.erase(line.find_last_not_of(' ') + 1);
  return line == "To Be Filled By O.E.M." || line == "Default string" || line == "None" ? std::string() : line;
}

std::string joined(const std::string& one, const std::string& other) {
  return one.empty() || other.empty() ? one + other : one + " " + other;
}

}  // namespace

std::optional<double> uptime_hours(const fs::path& file) {
  std::ifstream stream(file.empty() ? fs::path("/proc/uptime") : file);
  double seconds = 0;
  if (!(stream >> seconds)) return std::nullopt;
  return seconds / 3600;
}

std::optional<bool> power_from_outside(const fs::path& file) {
  if (!file.empty()) {
    const auto word = first_word(file);
    return word.empty() ? std::nullopt : std::optional(word != "0");
  }
  std::error_code error;
  std::optional<bool> online;
  for (const auto& supply : fs::directory_iterator("/sys/class/power_supply", error)) {
    if (first_word(supply.path() / "type") != "USB") continue;
    const auto word = first_word(supply.path() / "online");
    if (!word.empty()) online = online.value_or(false) || word != "0";
  }
  return online;
}

std::string own_addresses() {
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return "";
  std::string text;
  for (const auto* one = all; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET || (one->ifa_flags & IFF_LOOPBACK) != 0) continue;
    std::array<char, INET_ADDRSTRLEN> address{};
    const auto* in = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
    if (::inet_ntop(AF_INET, &in->sin_addr, address.data(), address.size()) == nullptr) continue;
    text += (text.empty() ? "" : ", ") + std::string(one->ifa_name) + " " + address.data();
  }
  ::freeifaddrs(all);
  return text;
}

DeviceAbout about_device(const fs::path& folder) {
  const auto dmi = folder.empty() ? fs::path("/sys/class/dmi/id") : folder;
  DeviceAbout about{joined(told_by(dmi / "sys_vendor"), told_by(dmi / "product_name")),
                    joined(told_by(dmi / "bios_version"), told_by(dmi / "bios_date"))};
  const fs::path tree = "/proc/device-tree";
  if (about.model.empty() && folder.empty()) about.model = told_by(tree / "model");
  if (about.firmware.empty() && folder.empty()) about.firmware = told_by(tree / "chosen/u-boot,version");
  return about;
}

std::optional<int> brightness(const fs::path& folder) {
  const auto light = backlight(folder);
  if (!light) return std::nullopt;
  const auto now = std::strtod(first_word(light->first / "brightness").c_str(), nullptr);
  return static_cast<int>(std::lround(100 * now / light->second));
}

Result<void> set_brightness(const fs::path& folder, int percent) {
  const auto light = backlight(folder);
  if (!light) return fail("brightness_not_here");
  std::ofstream file(light->first / "brightness");
  file << std::lround(light->second * std::clamp(percent, kDarkest, 100) / 100) << std::flush;
  if (!file) return fail("brightness_not_set", (light->first / "brightness").string());
  return {};
}

}  // namespace omote::terminal
