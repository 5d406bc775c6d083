#include "diagnosis/probes/link_probe.hpp"

#include <algorithm>
#include <array>

namespace omote::diagnosis {

namespace {

constexpr std::array<std::string_view, 4> kTold{"link.adapter_present", "link.adapter_enabled", "link.carrier",
                                                "link.address_present"};

void all_unknown(FactList& facts, std::string_view why) {
  for (const auto id : kTold) facts.unknown(id, why);
}

// The link speaks from an address in the terminal's own network; without knowing the terminal's, from any.
bool has_address(const Interface& adapter, const std::string& terminal) {
  if (!terminal.empty()) return on_the_wire(adapter, terminal);
  return std::ranges::any_of(adapter.addresses, [](const Address& own) { return !own.link_local_6; });
}

}  // namespace

std::vector<std::pair<std::string, std::string>> LinkProbe::tells() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& target : targets_->get()) {
    for (const auto id : kTold) all.emplace_back(id, target.terminal);
  }
  return all;
}

std::string LinkProbe::adapter_of(const LinkTarget& target, const std::vector<Interface>& all) {
  if (!target.adapter.empty()) return target.adapter;
  auto& last = last_adapter_[target.terminal];
  // Only an adapter on the terminal's own wire is the link's: without it the route leads somewhere else, through a gateway.
  if (const auto route = target.address.empty() ? std::nullopt : route_to(target.address); route && route->gateway.empty()) {
    const auto* adapter = find_interface(all, route->interface);
    if (adapter != nullptr && (adapter->loopback || on_the_wire(*adapter, target.address))) last = adapter->name;
  }
  return last;
}

std::vector<fact::Fact> LinkProbe::look() {
  FactList facts({}, clock_->now());
  const auto all = interfaces();
  for (const auto& target : targets_->get()) {
    facts.turn_to(target.terminal);
    if (!all) {
      all_unknown(facts, all.error().reason.text());
      continue;
    }
    const auto name = adapter_of(target, *all);
    if (name.empty()) {
      all_unknown(facts, "adapter_not_known");
      continue;
    }
    const auto* adapter = find_interface(*all, name);
    facts.flag("link.adapter_present", adapter != nullptr);
    facts.flag("link.adapter_enabled", adapter != nullptr && adapter->up);
    facts.flag("link.carrier", adapter != nullptr && adapter->up && adapter->carrier);
    facts.flag("link.address_present", adapter != nullptr && has_address(*adapter, target.address));
  }
  return facts.take();
}

}  // namespace omote::diagnosis
