// The clinic's PC: remote desktop, sleep.
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "sim/faults/fault.hpp"
#include "sim/faults/helper.hpp"
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

// Every program of the PC stands still for some seconds, who watches over them as well, and goes on as if nothing had been.
// The terminal, another device, does not.
Result<Injected> fall_asleep(Ground& ground, const Texts& with) {
  const auto host = ground.site.host_pid();
  const auto all = family_of(ground.site.started_pid("host"));
  if (host <= 0 || all.front() <= 0) return fail("fault_not_injected", "the host does not run");
  for (const auto pid : all) ::kill(pid, SIGSTOP);
  std::this_thread::sleep_for(std::chrono::seconds(number(with, "seconds", 12)));
  const bool slept = is_stopped(host);
  for (auto pid = all.rbegin(); pid != all.rend(); ++pid) ::kill(*pid, SIGCONT);
  return Injected{[]() -> Result<void> { return {}; },
                  [&ground, host, slept] { return slept && ground.site.host_pid() == host; }};
}

}  // namespace

std::vector<Fault> pc_faults() {
  return {
      {"pc_asleep",
       "pc",
       "PCがスリープする",
       "The PC goes to sleep and wakes up",
       {{"seconds", "of sleep (12)"}},
       true,
       fall_asleep},
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
