#include "diagnosis/probes/pc_view.hpp"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

#include "diagnosis/probes/ini_text.hpp"
#include "diagnosis/probes/netlink_linux.hpp"

namespace omote::diagnosis {

namespace {

namespace fs = std::filesystem;

constexpr int kRemoteDesktopPort = 3389;

constexpr std::uint32_t kEstablished = 1U << 1;
constexpr std::uint32_t kListening = 1U << 10;

// Our ends' ports of all TCP sockets in that state, in the network namespace of this thread; false when the kernel does not tell.
bool add_ports(std::uint32_t state, std::set<int>& ports) {
  bool told = true;
  for (const int family : {AF_INET, AF_INET6}) {
    inet_diag_req_v2 ask{};
    ask.sdiag_family = static_cast<std::uint8_t>(family);
    ask.sdiag_protocol = IPPROTO_TCP;
    ask.idiag_states = state;
    const NetlinkQuestion question(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, ask);
    const int error = ask_kernel(NETLINK_SOCK_DIAG, question, [&](std::uint16_t, ByteView body) {
      ports.insert(ntohs(value_of<inet_diag_msg>(body).id.idiag_sport));
    });
    told = told && error == 0;
  }
  return told;
}

bool any_of(const std::set<int>& wanted, const std::set<int>& ports) {
  return std::ranges::any_of(wanted, [&](int port) { return ports.contains(port); });
}

// The ports that this PC's services for remote desktops are set to.
std::set<int> remote_desktop_ports(const fs::path& root) {
  std::set<int> ports{kRemoteDesktopPort};
  const auto set = ini_value(root / "etc/xrdp/xrdp.ini", "Globals", "port");
  if (const int port = set ? std::atoi(set->c_str()) : 0; port > 0) ports.insert(port);
  return ports;
}

bool starts_with_the_system(const fs::path& root, const std::string& service) {
  std::error_code error;
  return fs::is_symlink(root / "etc/systemd/system/multi-user.target.wants" / service, error) ||
         fs::is_symlink(root / "etc/systemd/system/graphical.target.wants" / service, error);
}

}  // namespace

std::optional<double> uptime_hours() {
  double seconds = 0;
  return std::ifstream("/proc/uptime") >> seconds ? std::optional(seconds / 3600) : std::nullopt;
}

std::optional<double> free_memory_mb() {
  std::ifstream lines("/proc/meminfo");
  for (std::string name; lines >> name;) {
    double kilobytes = 0;
    if (name == "MemAvailable:" && lines >> kilobytes) return kilobytes / 1024;
    lines.ignore(1000, '\n');
  }
  return std::nullopt;
}

std::optional<double> free_disk_mb(const fs::path& folder) {
  struct statvfs space{};
  if (::statvfs(folder.c_str(), &space) != 0) return std::nullopt;
  return static_cast<double>(space.f_bavail) * static_cast<double>(space.f_frsize) / (1 << 20);
}

std::optional<RemoteDesktop> remote_desktop(const fs::path& root) {
  const auto wanted = remote_desktop_ports(root);
  std::set<int> listening, connected;
  if (!add_ports(kListening, listening)) return std::nullopt;
  RemoteDesktop found{any_of(wanted, listening), false};
  // Going through all connections costs the kernel milliseconds; without a listener there is none to find.
  if (found.enabled) found.in_use = add_ports(kEstablished, connected) && any_of(wanted, connected);
  found.enabled = found.enabled || starts_with_the_system(root, "xrdp.service");
  return found;
}

namespace {

std::string first_word(const fs::path& file) {
  std::string word;
  std::ifstream(file) >> word;
  return word;
}

bool says_on(const std::string& word) {
  return word == "1" || word == "on" || word == "Enable" || word == "Enabled" || word == "enabled" || word == "Yes";
}

// What laptops' drivers and firmware call the switch for power at a USB port while the PC is off.
std::optional<bool> port_switch(const fs::path& root) {
  std::optional<bool> found;
  std::error_code error;
  const auto note = [&](const fs::path& file) {
    if (const auto word = first_word(file); !word.empty()) found = found.value_or(false) || says_on(word);
  };
  for (const auto& device : fs::directory_iterator(root / "sys/bus/platform/devices", error)) {
    for (const auto* name : {"usb_charging", "usb_charge", "usb_sleep_charge", "usb_power_share"}) note(device.path() / name);
  }
  for (const auto& maker : fs::directory_iterator(root / "sys/class/firmware-attributes", error)) {
    for (const auto& attribute : fs::directory_iterator(maker.path() / "attributes", error)) {
      const auto name = attribute.path().filename().string();
      const bool about_power = name.find("AlwaysOnUSB") != std::string::npos || name.find("UsbPowerShare") != std::string::npos ||
                               name.find("ChargeInBatteryMode") != std::string::npos;
      if (about_power) note(attribute.path() / "current_value");
    }
  }
  return found;
}

// A hub with a power supply of its own keeps its ports on whatever the PC does.
std::optional<bool> powered_hub(const fs::path& root) {
  std::error_code error;
  bool any = false;
  for (const auto& device : fs::directory_iterator(root / "sys/bus/usb/devices", error)) {
    const auto name = device.path().filename().string();
    if (name.starts_with("usb") || first_word(device.path() / "bDeviceClass") != "09") continue;  // "usb1": the PC's own root
    const auto attributes = std::strtol(first_word(device.path() / "bmAttributes").c_str(), nullptr, 16);
    constexpr long kSelfPowered = 0x40;
    any = any || (attributes & kSelfPowered) != 0;
  }
  return error ? std::nullopt : std::optional(any);
}

}  // namespace

std::optional<bool> usb_power_constant(const fs::path& root) {
  const auto ports = port_switch(root);
  const auto hub = powered_hub(root);
  if (hub && *hub) return true;
  // No powered hub proves nothing about the PC's own ports.
  return ports;
}

}  // namespace omote::diagnosis
