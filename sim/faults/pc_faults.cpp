// The clinic's PC: remote desktop, sleep.
#include <filesystem>
#include <fstream>

#include "sim/faults/fault.hpp"
#include "sim/faults/port_listener.hpp"

namespace omote::sim::faults {

namespace {

constexpr std::uint16_t kRemoteDesktopPort = 3389;

// The service's port is open; "in_use": somebody from the clinic's own network is connected.
Result<Injected> open_remote_desktop(Ground& ground, const Texts& with) {
  struct Open {
    std::unique_ptr<PortListener> listener;
    std::unique_ptr<Caller> caller;
  };
  auto open = std::make_shared<Open>();
  auto listener = PortListener::open(kRemoteDesktopPort);
  if (!listener) return pass(listener);
  open->listener = std::move(*listener);
  if (text(with, "in_use", "no") == "yes") {
    auto caller = Caller::call(ground.network->clinic().network(), network::kPcInClinic, kRemoteDesktopPort);
    if (!caller) return pass(caller);
    open->caller = std::move(*caller);
  }
  return Injected{[open]() -> Result<void> {
                    *open = {};
                    return {};
                  },
                  [open] { return open->listener != nullptr; }};
}

Result<Injected> write_file(const std::string& file, const std::string& contents) {
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), ignored);
  const bool was_there = std::filesystem::exists(file);
  std::string before;
  if (was_there) {
    std::ifstream in(file);
    before.assign(std::istreambuf_iterator<char>(in), {});
  }
  std::ofstream(file) << contents;
  return Injected{[file, was_there, before]() -> Result<void> {
                    if (was_there) {
                      std::ofstream(file) << before;
                    } else {
                      std::filesystem::remove(file);
                    }
                    return {};
                  },
                  [file] { return std::filesystem::exists(file); }};
}

Result<Injected> let_sleep(Ground&, const Texts&) {
  return write_file("/etc/systemd/logind.conf", "[Login]\nIdleAction=suspend\nIdleActionSec=15min\nHandleLidSwitch=suspend\n");
}

}  // namespace

std::vector<Fault> pc_faults() {
  return {
      {"remote_desktop_on",
       "pc",
       "PCのリモートデスクトップが有効",
       "Remote desktop is enabled on the PC",
       {{"in_use", "yes: somebody is connected (no)"}},
       true,
       open_remote_desktop},
      {"sleep_on", "pc", "PCのスリープが有効", "The PC may go to sleep", {}, true, let_sleep},
  };
}

}  // namespace omote::sim::faults
