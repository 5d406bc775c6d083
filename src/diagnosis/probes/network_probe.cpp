#include "diagnosis/probes/network_probe.hpp"

#include <algorithm>
#include <array>

#include "diagnosis/probes/fact_list.hpp"

namespace omote::diagnosis {

namespace {

constexpr std::array<std::string_view, 5> kOfLine{"network.interface_up", "network.carrier", "network.wireless", "network.signal",
                                                  "network.address"};
constexpr std::array<std::string_view, 4> kOfRoute{"network.route", "network.leaves_by", "network.leaves_by_expected",
                                                   "network.tunnel_up"};

// Stands for any address far away (RFC 5737: nobody has it): which way does this PC send what it has no own route for?
constexpr auto* kAnywhere = "192.0.2.1";

constexpr std::chrono::milliseconds kForName{800};

// The first address that other machines can answer to.
std::string own_address(const Interface& interface) {
  const auto at = std::ranges::find_if(interface.addresses, [](const Address& own) { return !own.link_local_6; });
  return at == interface.addresses.end() ? std::string() : at->text;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> NetworkProbe::tells() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto id : kOfLine) all.emplace_back(id, "");
  for (const auto id : kOfRoute) all.emplace_back(id, "");
  return all;
}

std::string NetworkProbe::line_name(const std::vector<Interface>& all, const std::optional<Route>& route) {
  if (!places_.interface.empty()) return places_.interface;
  if (route && route->interface != places_.tunnel) return last_line_ = route->interface;
  if (!last_line_.empty()) return last_line_;
  const Interface* only = nullptr;
  for (const auto& interface : all) {
    if (interface.loopback || interface.name == places_.tunnel) continue;
    if (only != nullptr) return {};
    only = &interface;
  }
  return only == nullptr ? std::string() : only->name;
}

void NetworkProbe::tell_line(FactList& facts, const std::vector<Interface>& all, const std::string& name) const {
  if (name.empty()) {
    for (const auto id : kOfLine) facts.unknown(id, "interface_not_known");
    return;
  }
  const auto* line = find_interface(all, name);
  facts.flag("network.interface_up", line != nullptr && line->up);
  facts.flag("network.carrier", line != nullptr && line->up && line->carrier);
  facts.text("network.address", line == nullptr ? "" : own_address(*line));
  const auto radio = line == nullptr ? std::nullopt : wireless(*line);
  if (radio) {
    facts.flag("network.wireless", radio->wireless);
  } else {
    facts.unknown("network.wireless", line == nullptr ? "interface_missing" : "not_told");
  }
  if (radio && radio->signal) {
    facts.number("network.signal", *radio->signal);
  } else {
    facts.unknown("network.signal", radio && !radio->wireless ? "not_wireless" : "not_told");
  }
}

void NetworkProbe::tell_route(FactList& facts, const std::vector<Interface>& all, const std::optional<Route>& route) const {
  facts.flag("network.route", route.has_value());
  facts.text("network.leaves_by", route ? route->interface : "");
  const auto& expected = places_.tunnel.empty() ? places_.interface : places_.tunnel;
  if (expected.empty()) {
    facts.unknown("network.leaves_by_expected", "not_set");
  } else if (!route) {
    facts.unknown("network.leaves_by_expected", "no_route");
  } else {
    facts.flag("network.leaves_by_expected", route->interface == expected);
  }
  if (places_.tunnel.empty()) return facts.unknown("network.tunnel_up", "not_set");
  const auto* tunnel = find_interface(all, places_.tunnel);
  facts.flag("network.tunnel_up", tunnel != nullptr && tunnel->up && tunnel->carrier);
}

std::vector<fact::Fact> NetworkProbe::look() {
  FactList facts({}, clock_->now());
  const auto all = interfaces();
  if (!all) {
    for (const auto& [id, subject] : tells()) facts.unknown(id, all.error().reason.text());
    return facts.take();
  }
  const auto addresses = national_->last_known(kForName);
  const auto route = route_to(addresses.empty() ? kAnywhere : addresses.front());
  tell_line(facts, *all, line_name(*all, route));
  tell_route(facts, *all, route);
  return facts.take();
}

}  // namespace omote::diagnosis
