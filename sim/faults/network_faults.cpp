// The clinic's network on the way to the national system: cable, adapter, routes, names, filters.
#include "sim/faults/fault.hpp"
#include "sim/faults/traffic.hpp"

namespace omote::sim::faults {

namespace {

using network::kLanAdapter;
using network::NameAnswer;
using network::run_tool;

Result<Injected> pull_lan_cable(Ground&, const Texts&) {
  if (auto down = run_tool({"ip", "-n", "national", "link", "set", "wan0", "down"}); !down) return pass(down);
  const bool dark = !carrier(kLanAdapter);
  return Injected{[] { return run_tool({"ip", "-n", "national", "link", "set", "wan0", "up"}); }, [dark] { return dark; }};
}

Result<Injected> take_adapter_down(Ground& ground, const Texts&) {
  if (auto down = run_tool({"ip", "link", "set", kLanAdapter, "down"}); !down) return pass(down);
  const bool down = !interface_up(kLanAdapter);
  return Injected{[&network = *ground.network]() -> Result<void> {
                    if (auto up = run_tool({"ip", "link", "set", kLanAdapter, "up"}); !up) return up;
                    return network.give_lan_route();
                  },
                  [down] { return down; }};
}

Result<Injected> take_address(Ground& ground, const Texts&) {
  if (auto gone = run_tool({"ip", "addr", "flush", "dev", kLanAdapter}); !gone) return pass(gone);
  const bool gone = !has_address(kLanAdapter);
  return Injected{[&network = *ground.network]() -> Result<void> {
                    if (auto back = run_tool({"ip", "addr", "add", std::string(network::kPcLan) + "/24", "dev", kLanAdapter});
                        !back)
                      return back;
                    return network.give_lan_route();
                  },
                  [gone] { return gone; }};
}

Result<Injected> take_route(Ground& ground, const Texts&) {
  if (auto gone = run_tool({"ip", "route", "del", "default"}); !gone) return pass(gone);
  return Injected{[&network = *ground.network] { return network.give_lan_route(); }, [] { return true; }};
}

// What should go to the national system goes into the clinic's own network, where nobody knows it.
Result<Injected> leak_into_clinic(Ground& ground, const Texts&) {
  if (auto led = run_tool({"ip", "route", "replace", "default", "via", network::kClinicServer, "dev", "lan1"}); !led)
    return pass(led);
  auto seen = filter(ground.network->clinic().name(), "prerouting",
                     std::string("ip daddr ") + network::kNationalAddress + " counter drop");
  if (!seen) return pass(seen);
  return Injected{[&network = *ground.network, unfilter = seen->undo]() -> Result<void> {
                    if (auto undone = unfilter(); !undone) return undone;
                    return network.give_lan_route();
                  },
                  seen->fired};
}

Result<Injected> answer_names(Ground& ground, const Texts& with) {
  auto& names = ground.network->names();
  const auto how = text(with, "how", "unknown");
  names.answer(how == "silence" ? NameAnswer::Silence : how == "in_clinic" ? NameAnswer::InClinic : NameAnswer::NoSuchName);
  return Injected{[&names]() -> Result<void> {
                    names.answer(NameAnswer::Right);
                    return {};
                  },
                  [&names] { return names.asked() > 0; }};
}

std::string to_national() {
  return std::string("ip daddr ") + network::kNationalAddress + " tcp dport 443 ";
}

Result<Injected> swallow(Ground&, const Texts& with) {
  return filter("", "output", to_national() + lose(number(with, "percent", 100)));
}

Result<Injected> slow_line(Ground&, const Texts& with) {
  return slow_down("", kLanAdapter, number(with, "kbit", 64));
}

Result<Injected> refuse(Ground& ground, const Texts&) {
  return filter(ground.network->national().name(), "input", to_national() + "counter reject with tcp reset");
}

}  // namespace

std::vector<Fault> network_faults() {
  return {
      {"lan_cable_out", "network", "LANケーブルを抜く", "The LAN cable is pulled", {}, true, pull_lan_cable},
      {"lan_adapter_down", "network", "LANアダプターを無効にする", "The LAN adapter is disabled", {}, true, take_adapter_down},
      {"lan_address_gone", "network", "LANのIPアドレスを消す", "The LAN address is lost", {}, true, take_address},
      {"lan_route_gone", "network", "回線側への経路がなくなる", "The route to the provider is gone", {}, true, take_route},
      {"traffic_leaks_into_clinic",
       "network",
       "通信が院内LANに流れる",
       "Traffic leaks into the clinic's network",
       {},
       true,
       leak_into_clinic},
      {"names_fail",
       "network",
       "名前解決がうまくいかない",
       "The name service answers wrongly",
       {{"how", "unknown, silence or in_clinic"}},
       true,
       answer_names},
      {"packets_lost",
       "network",
       "回線でパケットが失われる",
       "Packets are lost on the way",
       {{"percent", "of the packets that are lost (100)"}},
       true,
       swallow},
      {"line_slow", "network", "回線がとても遅い", "The line is very slow", {{"kbit", "in a second (64)"}}, true, slow_line},
      {"connection_refused", "network", "接続が拒まれる", "Connections are refused on the way", {}, true, refuse},
  };
}

}  // namespace omote::sim::faults
