// The private link between terminal and PC.
#include <filesystem>
#include <thread>

#include "link/pairing/pair_store.hpp"
#include "sim/faults/fault.hpp"
#include "sim/faults/traffic.hpp"

namespace omote::sim::faults {

namespace {

using network::kLinkAdapter;
using network::run_tool;

// The cable carries the adapter: without it there is none.
Result<Injected> pull_cable(Ground& ground, const Texts&) {
  auto& network = *ground.network;
  if (auto pulled = network.pull_link(); !pulled) return pass(pulled);
  return Injected{[&network] { return network.plug_link(); }, [] { return !interface_there(kLinkAdapter); }};
}

// Another port of the PC: the same terminal behind an adapter of another name.
Result<Injected> use_other_port(Ground& ground, const Texts& with) {
  constexpr auto kOther = "omote7";
  auto& network = *ground.network;
  if (auto pulled = network.pull_link(); !pulled) return pass(pulled);
  std::this_thread::sleep_for(std::chrono::milliseconds(number(with, "in_hand_ms", 4000)));
  if (auto plugged = network.plug_link(kOther); !plugged) return pass(plugged);
  return Injected{[]() -> Result<void> { return {}; }, [] { return interface_there(kOther) && !interface_there(kLinkAdapter); }};
}

// The adapter stays, and nothing is at the other end: the cable is out at the terminal, or the terminal has no power.
Result<Injected> lose_carrier(Ground&, const Texts&) {
  if (auto down = run_tool({"ip", "-n", "terminal", "link", "set", "eth0", "down"}); !down) return pass(down);
  const bool dark = !carrier(kLinkAdapter);
  return Injected{[] { return run_tool({"ip", "-n", "terminal", "link", "set", "eth0", "up"}); }, [dark] { return dark; }};
}

// Terminal and PC are strangers: nothing to inject, but it must be so.
Result<Injected> find_strangers(Ground& ground, const Texts&) {
  const auto pairs = ground.site.folder() / "host" / "pairs";
  const auto strangers = [pairs] { return omote::link::PairStore::open(pairs).empty(); };
  return Injected{[]() -> Result<void> { return {}; }, strangers};
}

Result<Injected> take_adapter_down(Ground& ground, const Texts&) {
  if (auto down = run_tool({"ip", "link", "set", kLinkAdapter, "down"}); !down) return pass(down);
  const bool down = !interface_up(kLinkAdapter);
  return Injected{[&network = *ground.network] { return network.give_link_address(); }, [down] { return down; }};
}

Result<Injected> take_address(Ground& ground, const Texts&) {
  if (auto gone = run_tool({"ip", "addr", "flush", "dev", kLinkAdapter}); !gone) return pass(gone);
  const bool gone = !has_address(kLinkAdapter);
  return Injected{[&network = *ground.network] { return network.give_link_address(); }, [gone] { return gone; }};
}

// Nothing of what the terminal sends arrives, and nobody is told: a hub or driver that hiccups.
Result<Injected> swallow(Ground& ground, const Texts& with) {
  return filter(ground.network->terminal().name(), "output", "oifname eth0 " + lose(number(with, "percent", 100)));
}

// Both ways, as over a bad line.
Result<Injected> slow_link(Ground& ground, const Texts& with) {
  const int kbit = number(with, "kbit", 64);
  auto up = slow_down(ground.network->terminal().name(), "eth0", kbit);
  if (!up) return up;
  auto down = slow_down("", kLinkAdapter, kbit);
  if (!down) return down;
  return Injected{[up = up->undo, down = down->undo]() -> Result<void> {
                    if (auto undone = up(); !undone) return undone;
                    return down();
                  },
                  [up = up->fired, down = down->fired] { return up() && down(); }};
}

Result<Injected> flap(Ground& ground, const Texts& with) {
  auto& network = *ground.network;
  const int times = number(with, "times", 5);
  for (int i = 0; i < times; ++i) {
    if (auto down = run_tool({"ip", "-n", "terminal", "link", "set", "eth0", "down"}); !down) return pass(down);
    std::this_thread::sleep_for(std::chrono::milliseconds(number(with, "pause_ms", 300)));
    if (auto up = run_tool({"ip", "-n", "terminal", "link", "set", "eth0", "up"}); !up) return pass(up);
    std::this_thread::sleep_for(std::chrono::milliseconds(number(with, "pause_ms", 300)));
  }
  return Injected{[&network] { return network.give_link_address(); }, [times] { return times > 0; }};
}

}  // namespace

std::vector<Fault> link_faults() {
  return {
      {"usb_cable_out", "link", "端末のUSBケーブルを抜く", "The terminal's USB cable is pulled", {}, true, pull_cable},
      {"usb_cable_loose", "link", "USBケーブルが端末側で抜ける", "The USB cable is out at the terminal", {}, true, lose_carrier},
      {"other_usb_port",
       "link",
       "別のUSB口につなぎかえる",
       "The terminal is plugged into another port",
       {{"in_hand_ms", "between the ports (4000)"}},
       true,
       use_other_port},
      {"never_paired", "link", "端末とPCをまだ組み合わせていない", "Terminal and PC were never paired", {}, true, find_strangers},
      {"link_adapter_down",
       "link",
       "端末用のネットワークアダプターを無効にする",
       "The link's adapter is disabled",
       {},
       true,
       take_adapter_down},
      {"link_address_gone", "link", "端末用のネットワーク接続を消す", "The link's connection is deleted", {}, true, take_address},
      {"link_silent",
       "link",
       "端末からの通信が届かない",
       "Nothing from the terminal arrives",
       {{"percent", "of the packets that are lost (100)"}},
       true,
       swallow},
      {"link_slow",
       "link",
       "端末との通信がとても遅い",
       "The link to the terminal is very slow",
       {{"kbit", "in a second (64)"}},
       true,
       slow_link},
      {"link_flaps",
       "link",
       "USBケーブルの接触が悪い",
       "The USB cable has a loose contact",
       {{"times", "how often (5)"}, {"pause_ms", "between (300)"}},
       true,
       flap},
  };
}

}  // namespace omote::sim::faults
