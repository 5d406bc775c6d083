#include <algorithm>
#include <fstream>

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

}  // namespace omote::terminal
