// The clinic's PC: remote desktop, sleep, its disk.
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/clock.hpp"
#include "journal/journal.hpp"
#include "sim/faults/fault.hpp"
#include "sim/faults/helper.hpp"
#include "sim/faults/port_listener.hpp"

namespace omote::sim::faults {

namespace {

namespace fs = std::filesystem;

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

// Whatever room is left is taken.
void fill_up(const fs::path& ballast) {
  constexpr std::size_t kPage = 4096;
  std::ofstream out(ballast, std::ios::binary);
  const std::string page(kPage, '0');
  while (out.write(page.data(), kPage).flush()) {
  }
}

// The journal's file beside the main one would take the next records on a full disk too, as long as its room lasts. Whoever
// closes the journal takes it away.
Result<void> leave_no_room_aside(const fs::path& state) {
  const SystemClock clock;
  auto journal = journal::Journal::open(state / "journal.sqlite", clock, journal::Tending::OnCall);
  return journal ? Result<void>() : pass(journal);
}

// What a start writes is written: the next records are those of a visit.
void wait_until_ready(const Ground& ground) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(15);
  for (; ground.console && std::chrono::steady_clock::now() < until;
       std::this_thread::sleep_for(std::chrono::milliseconds(100))) {
    const auto state = ground.console();
    if (state.terminals_size() > 0 && state.terminals(0).screen().id() == "ready") return;
  }
}

// The host's records lie on a small disk of their own, and something else fills it. The host is started again for that: what it
// has open stays where it was.
Result<Injected> fill_state_disk(Ground& ground, const Texts& with) {
  auto& site = ground.site;
  const auto state = site.folder() / "host";
  const auto aside = fs::path(state.string() + ".aside");
  site.cut_off("host");
  std::error_code error;
  fs::rename(state, aside, error);
  if (!error) fs::create_directory(state, error);
  if (error) return fail("fault_not_injected", error.message());
  const auto size = "size=" + text(with, "size_mb", "24") + "m";
  if (auto mounted = network::run_tool({"mount", "-t", "tmpfs", "-o", size, "small", state.string()}); !mounted)
    return pass(mounted);
  if (auto copied = network::run_tool({"cp", "-a", aside.string() + "/.", state.string()}); !copied) return pass(copied);
  if (auto settled = leave_no_room_aside(state); !settled) return pass(settled);
  if (auto started = site.start_host(); !started) return pass(started);
  wait_until_ready(ground);
  const auto ballast = state / "ballast";
  fill_up(ballast);
  const bool full = fs::space(state, error).available == 0;
  return Injected{[ballast]() -> Result<void> {
                    std::error_code wrong;
                    fs::remove(ballast, wrong);
                    if (wrong) return fail("fault_not_undone", wrong.message());
                    return {};
                  },
                  [full] { return full; }};
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
      {"state_disk_full",
       "pc",
       "記録を置くディスクの空きがない",
       "The disk with the records is full",
       {{"size_mb", "of the disk (24)"}},
       true,
       fill_state_disk},
      {"sleep_on", "pc", "PCのスリープが有効", "The PC may go to sleep", {}, true, let_sleep},
  };
}

}  // namespace omote::sim::faults
