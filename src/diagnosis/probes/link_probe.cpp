#include "diagnosis/probes/link_probe.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "diagnosis/probes/tcp_tries.hpp"

namespace omote::diagnosis {

namespace {

constexpr std::array<std::string_view, 7> kOfTerminal{"link.adapter_present", "link.adapter_enabled", "link.carrier",
                                                      "link.address_present", "link.adapter_plugged", "link.device_answers",
                                                      "link.line_new"};
constexpr std::array<std::string_view, 2> kOfSpare{"link.spare_adapter", "link.spare_adapter_name"};

// A terminal that was switched on has started within this time.
constexpr std::chrono::seconds kNew{90};
// For all terminals that are asked in one look.
constexpr std::chrono::milliseconds kForDevices{1'200};
constexpr std::chrono::milliseconds kForDevice{600};

// Stands for any address far away (RFC 5737: nobody has it).
constexpr auto* kAnywhere = "192.0.2.1";

void all_unknown(FactList& facts, std::string_view why) {
  for (const auto id : kOfTerminal) facts.unknown(id, why);
}

// The link speaks from an address in the terminal's own network; without knowing the terminal's, from any.
bool has_address(const Interface& adapter, const std::string& terminal) {
  if (!terminal.empty()) return on_the_wire(adapter, terminal);
  return std::ranges::any_of(adapter.addresses, [](const Address& own) { return !own.link_local_6; });
}

}  // namespace

std::vector<std::pair<std::string, std::string>> LinkProbe::tells() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto id : kOfSpare) all.emplace_back(id, "");
  for (const auto& target : targets_->get()) {
    for (const auto id : kOfTerminal) all.emplace_back(id, target.terminal);
  }
  return all;
}

std::string LinkProbe::adapter_of(const LinkTarget& target, const std::vector<Interface>& all) {
  if (!target.adapter.empty()) return target.adapter;
  auto& last = lines_[target.terminal].adapter;
  // Only an adapter on the terminal's own wire is the link's: without it the route leads somewhere else, through a gateway.
  if (const auto route = target.address.empty() ? std::nullopt : route_to(target.address); route && route->gateway.empty()) {
    const auto* adapter = find_interface(all, route->interface);
    if (adapter != nullptr && (adapter->loopback || on_the_wire(*adapter, target.address))) last = adapter->name;
  }
  return last;
}

void LinkProbe::tell_adapter(FactList& facts, const LinkTarget& target, const Interface* adapter) {
  const bool stands = adapter != nullptr && adapter->up && adapter->carrier;
  facts.flag("link.adapter_present", adapter != nullptr);
  facts.flag("link.adapter_enabled", adapter != nullptr && adapter->up);
  facts.flag("link.carrier", stands);
  facts.flag("link.address_present", adapter != nullptr && has_address(*adapter, target.address));
  if (const auto there = plugged(root_, target.place)) {
    facts.flag("link.adapter_plugged", *there);
  } else {
    facts.unknown("link.adapter_plugged", "bus_not_known");
  }
  auto& line = lines_[target.terminal];
  const auto now = clock_->steady();
  if (stands && !std::exchange(line.stood, stands) && line.seen) line.since = now;
  if (!stands) line.stood = false;
  line.seen = true;
  facts.flag("link.line_new", stands && line.since && now - *line.since < kNew);
}

// A refusal is an answer as well: the device lives, and its program does not listen.
void LinkProbe::tell_device(FactList& facts, const LinkTarget& target, const Interface* adapter,
                            std::chrono::milliseconds time) const {
  if (target.connected) return facts.flag("link.device_answers", true);
  if (target.address.empty() || target.port == 0) return facts.unknown("link.device_answers", "address_not_known");
  const bool way = adapter != nullptr && adapter->up && adapter->carrier && has_address(*adapter, target.address);
  if (!way) return facts.unknown("link.device_answers", "no_way");
  const auto outcome = try_tcp(target.address, target.port, 1, time).front().outcome;
  if (outcome == TcpOutcome::NotPossible) return facts.unknown("link.device_answers", "not_possible");
  facts.flag("link.device_answers", outcome == TcpOutcome::Connected || outcome == TcpOutcome::Refused);
}

// An adapter that is a terminal's, by the settings' word or by its driver, while none of those that are known uses it. What
// leads out of the clinic is no terminal's.
const Interface* LinkProbe::spare(const std::vector<LinkTarget>& targets, const std::vector<Interface>& all) const {
  const auto strangers = targets_->strangers();
  const auto outside = route_to(kAnywhere);
  const auto used = [&](const Interface& adapter) {
    const auto names_it = [&](const LinkTarget& target) {
      const auto line = lines_.find(target.terminal);
      return target.adapter == adapter.name || (line != lines_.end() && line->second.adapter == adapter.name) ||
             on_the_wire(adapter, target.address);
    };
    return std::ranges::any_of(targets, names_it) ||
           std::ranges::any_of(strangers, [&](const std::string& address) { return on_the_wire(adapter, address); }) ||
           (outside && outside->interface == adapter.name);
  };
  for (const auto& adapter : all) {
    const bool terminals = new_terminal_.empty() ? by_usb_cable(root_, adapter.name) : adapter.name == new_terminal_;
    if (terminals && !used(adapter)) return &adapter;
  }
  return nullptr;
}

void LinkProbe::tell_spare(FactList& facts, const std::vector<LinkTarget>& targets, const std::vector<Interface>& all) const {
  const auto* adapter = spare(targets, all);
  const auto* state = adapter == nullptr           ? ""
                      : !adapter->up               ? "disabled"
                      : !adapter->carrier          ? "no_carrier"
                      : !has_address(*adapter, "") ? "no_address"
                                                   : "silent";
  facts.text("link.spare_adapter", state);
  facts.text("link.spare_adapter_name", adapter == nullptr ? "" : adapter->name);
}

std::vector<fact::Fact> LinkProbe::look() {
  FactList facts({}, clock_->now());
  const auto all = interfaces();
  const auto targets = targets_->get();
  const auto asked = std::ranges::count(targets, false, &LinkTarget::connected);
  const auto time = asked == 0 ? kForDevice : std::min(kForDevice, kForDevices / asked);
  for (const auto& target : targets) {
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
    tell_adapter(facts, target, adapter);
    tell_device(facts, target, adapter, time);
  }
  facts.turn_to("");
  if (all) {
    tell_spare(facts, targets, *all);
  } else {
    for (const auto id : kOfSpare) facts.unknown(id, all.error().reason.text());
  }
  return facts.take();
}

}  // namespace omote::diagnosis
