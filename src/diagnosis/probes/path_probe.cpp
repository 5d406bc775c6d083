#include "diagnosis/probes/path_probe.hpp"

#include <algorithm>
#include <array>

#include "diagnosis/probes/fact_list.hpp"
#include "diagnosis/probes/network_view.hpp"
#include "diagnosis/probes/tcp_tries.hpp"

namespace omote::diagnosis {

namespace {

constexpr std::array<std::string_view, 6> kTold{"network.name_resolves",       "network.name_in_clinic", "network.ip_version",
                                                "network.ip_version_expected", "network.arp_offload",    "network.loss_percent"};

constexpr std::chrono::milliseconds kForName{2'500};
constexpr std::chrono::milliseconds kForPacket{900};
constexpr int kPackets = 10;
constexpr std::size_t kRemembered = 30;  // packets

}  // namespace

std::vector<std::pair<std::string, std::string>> PathProbe::tells() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto id : kTold) all.emplace_back(id, "");
  return all;
}

void PathProbe::tell_name(FactList& facts, const std::vector<std::string>& addresses) const {
  // A name server that is silent for so long leaves a visit without an address as well: that is a no.
  facts.flag("network.name_resolves", !addresses.empty());
  const auto all = interfaces();
  if (addresses.empty() || !all) return facts.unknown("network.name_in_clinic", addresses.empty() ? "no_address" : "not_told");
  // What stands in the settings as a number was not answered by anybody's name server.
  const bool inside = !is_numeric(national_->host()) && std::ranges::any_of(*all, [&](const Interface& interface) {
    return !interface.loopback && interface.name != places_.tunnel && on_the_wire(interface, addresses.front());
  });
  facts.flag("network.name_in_clinic", inside);
}

void PathProbe::tell_version(FactList& facts, const std::string& address) const {
  const std::string version = is_version_6(address) ? "6" : "4";
  facts.text("network.ip_version", version);
  if (places_.ip_version.empty()) return facts.unknown("network.ip_version_expected", "not_set");
  facts.flag("network.ip_version_expected", version == places_.ip_version);
}

void PathProbe::tell_offload(FactList& facts, const std::string& address) const {
  const auto route = route_to(address);
  if (!route) return facts.unknown("network.arp_offload", "no_route");
  const auto offload = arp_offload(route->interface);
  if (!offload) return facts.unknown("network.arp_offload", "not_here");
  facts.flag("network.arp_offload", *offload);
}

void PathProbe::tell_loss(FactList& facts, const std::string& address) {
  const auto tries = try_tcp(address, port_, kPackets, kForPacket);
  // Without a way nothing was sent that could get lost.
  if (std::ranges::any_of(
          tries, [](const TcpTry& one) { return one.outcome == TcpOutcome::NoWay || one.outcome == TcpOutcome::NotPossible; })) {
    return facts.unknown("network.loss_percent", "no_way");
  }
  for (const auto& one : tries) lost_.push_back(one.outcome == TcpOutcome::Silent);
  while (lost_.size() > kRemembered) lost_.pop_front();
  const auto lost = static_cast<double>(std::ranges::count(lost_, true));
  facts.number("network.loss_percent", 100.0 * lost / static_cast<double>(lost_.size()));
}

std::vector<fact::Fact> PathProbe::look() {
  FactList facts({}, clock_->now());
  auto addresses = national_->ask(kForName).addresses;
  tell_name(facts, addresses);
  // A lost packet takes the question for the name with it: the way is tried with the address that was good before.
  if (addresses.empty()) addresses = national_->last_known({});
  if (addresses.empty()) {
    for (const auto id : {kTold[2], kTold[3], kTold[4], kTold[5]}) facts.unknown(id, "no_address");
    return facts.take();
  }
  tell_version(facts, addresses.front());
  tell_offload(facts, addresses.front());
  tell_loss(facts, addresses.front());
  return facts.take();
}

}  // namespace omote::diagnosis
