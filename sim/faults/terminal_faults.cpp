// The terminal as a device: its touch panel, its power, its start.
#include <atomic>
#include <csignal>
#include <fstream>
#include <memory>
#include <thread>

#include "sim/faults/fault.hpp"
#include "sim/faults/helper.hpp"
#include "sim/faults/touch_panel.hpp"
#include "sim/faults/traffic.hpp"

namespace omote::sim::faults {

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

Result<void> nothing() {
  return {};
}

bool write_line(const fs::path& file, const std::string& text) {
  std::ofstream out(file);
  out << text << "\n";
  return static_cast<bool>(out.flush());
}

// Fingers on the panel that a page of long ago does not hear. Before the start; they come once the page is there.
class NumbTouch {
 public:
  NumbTouch(Ground& ground, TouchPanel panel)
      : panel_(std::move(panel)), thread_([this, &ground](const std::stop_token& stop) { touch(ground, stop); }) {}
  [[nodiscard]] bool fired() const { return touched_ && panel_.all_read(); }

 private:
  void touch(Ground& ground, const std::stop_token& stop) {
    constexpr int kTouches = 4;
    const auto page_there = [&] {
      const auto state = ground.console();
      return state.terminals_size() > 0 && state.terminals(0).page_connected();
    };
    while (!stop.stop_requested() && !page_there()) std::this_thread::sleep_for(milliseconds(200));
    for (int i = 0; i < kTouches && !stop.stop_requested(); ++i) {
      panel_.touch();
      std::this_thread::sleep_for(milliseconds(300));
    }
    touched_ = true;
  }

  TouchPanel panel_;
  std::atomic<bool> touched_{false};
  std::jthread thread_;  // last: uses the others
};

Result<Injected> numb_touch(Ground& ground, const Texts& with) {
  auto& site = ground.site;
  auto panel = TouchPanel::open(site.folder() / "touch");
  if (!panel) return pass(panel);
  const auto uptime = site.folder() / "uptime";
  if (!write_line(uptime, std::to_string(number(with, "hours", 30) * 3600) + ".00 0.00"))
    return fail("fault_not_injected", uptime.string());
  site.override_setting("terminal", "touch.device", "\"touch\"");
  site.override_setting("terminal", "device.uptime_file", "\"uptime\"");
  const auto numb = std::make_shared<NumbTouch>(ground, std::move(*panel));
  return Injected{nothing, [numb] { return numb->fired(); }};
}

// Without power there is neither a program nor a device at the PC's port.
Result<Injected> cut_power(Ground& ground, const Texts&) {
  ground.site.cut_off("terminal");
  if (auto pulled = ground.network->pull_link(); !pulled) return pass(pulled);
  return Injected{[&ground]() -> Result<void> {
                    if (auto plugged = ground.network->plug_link(); !plugged) return plugged;
                    return ground.site.start_terminal();
                  },
                  [&ground] { return !interface_there(network::kLinkAdapter) && ground.site.terminal_pid() <= 0; }};
}

// Switched off and on again: the line is back at once, the program when the device has started.
Result<Injected> start_slowly(Ground& ground, const Texts& with) {
  const auto watch = ground.site.started_pid("terminal");
  const auto before = ground.site.terminal_pid();
  if (!ground.site.watched() || watch <= 0) return fail("fault_not_injected", "nobody would start it again");
  ::kill(watch, SIGSTOP);
  if (auto down = network::run_tool({"ip", "-n", "terminal", "link", "set", "eth0", "down"}); !down) return pass(down);
  const bool dark = !carrier(network::kLinkAdapter);
  const bool killed = ::kill(before, SIGKILL) == 0;
  std::this_thread::sleep_for(milliseconds(number(with, "off_ms", 4000)));
  if (auto up = network::run_tool({"ip", "-n", "terminal", "link", "set", "eth0", "up"}); !up) return pass(up);
  const auto boot = std::make_shared<std::jthread>([watch, time = seconds(number(with, "boot_s", 8))] {
    std::this_thread::sleep_for(time);
    ::kill(watch, SIGCONT);
  });
  return Injected{nothing, [boot, fired = killed && dark] { return fired; }};
}

// The PC is off for a while, and its port goes on feeding the terminal. Undone, the cable is in another port.
Result<Injected> feed_while_off(Ground& ground, const Texts& with) {
  const auto power = ground.site.folder() / text(with, "file", "usb_power");
  constexpr auto kDevices = "/sys/bus/platform/devices";
  if (auto made = network::run_tool({"mount", "-t", "tmpfs", "firmware", kDevices}); !made) return pass(made);
  std::error_code error;
  fs::create_directories(fs::path(kDevices) / "maker:00", error);
  if (!write_line(fs::path(kDevices) / "maker:00/usb_charging", "1") || !write_line(power, "1"))
    return fail("fault_not_injected", power.string());
  ground.site.cut_off("host");
  std::this_thread::sleep_for(seconds(number(with, "off_s", 8)));
  const bool off = ground.site.host_pid() <= 0;
  if (auto started = ground.site.start_host(); !started) return pass(started);
  return Injected{[power]() -> Result<void> {
                    constexpr milliseconds kInHand{1'000};
                    if (!write_line(power, "0")) return fail("fault_not_undone", power.string());
                    std::this_thread::sleep_for(kInHand);
                    if (!write_line(power, "1")) return fail("fault_not_undone", power.string());
                    return network::run_tool({"umount", kDevices});
                  },
                  [off] { return off; }};
}

}  // namespace

std::vector<Fault> terminal_faults() {
  return {
      {"touch_numb",
       "terminal",
       "画面にさわっても届かない",
       "Touches do not reach the page",
       {{"hours", "that the terminal has run (30)"}},
       true,
       numb_touch},
      {"terminal_without_power", "terminal", "端末の電源が切れる", "The terminal loses its power", {}, true, cut_power},
      {"terminal_starts_slowly",
       "terminal",
       "端末の電源を切って入れ直す",
       "The terminal is switched off and on again",
       {{"off_ms", "without power (4000)"}, {"boot_s", "until its program runs (8)"}},
       true,
       start_slowly},
      {"usb_power_stays",
       "terminal",
       "PCを切ってもUSBの給電が続く",
       "The USB port gives power while the PC is off",
       {{"file", "of the terminal's setting device.power_file (usb_power)"}, {"off_s", "how long the PC is off (8)"}},
       true,
       feed_while_off},
  };
}

}  // namespace omote::sim::faults
