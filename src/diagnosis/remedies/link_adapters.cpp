#include "diagnosis/remedies/link_adapters.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/log.hpp"
#include "diagnosis/remedies/adapter.hpp"

namespace omote::diagnosis {

namespace {

using Json = nlohmann::json;

constexpr std::chrono::milliseconds kAppears{4'000};  // an adapter whose driver was just found
constexpr std::chrono::milliseconds kLookAgain{200};
constexpr int kPrefix = 24;  // of the link's network (docs/link.md)

std::string to_text(const std::map<std::string, LinkAdapter>& adapters) {
  Json rows = Json::array();
  for (const auto& [terminal, adapter] : adapters) {
    Json addresses = Json::array();
    for (const auto& address : adapter.addresses) addresses.push_back({{"address", address.text}, {"prefix", address.prefix}});
    rows.push_back({{"terminal", terminal},
                    {"name", adapter.name},
                    {"hardware", adapter.hardware},
                    {"place", adapter.place},
                    {"addresses", std::move(addresses)}});
  }
  return Json{{"adapters", std::move(rows)}}.dump(1) + "\n";
}

// The file is our own and its checksum fits: what does not read so is an older version's, and learned anew.
std::map<std::string, LinkAdapter> from_text(const std::string& text) {
  std::map<std::string, LinkAdapter> adapters;
  try {
    const auto document = Json::parse(text);
    for (const auto& row : document.at("adapters")) {
      LinkAdapter adapter{row.at("name"), row.at("hardware"), row.at("place"), {}};
      for (const auto& address : row.at("addresses"))
        adapter.addresses.push_back({address.at("address"), address.at("prefix").get<int>(), false});
      adapters[row.at("terminal")] = std::move(adapter);
    }
  } catch (const Json::exception&) {
    return {};
  }
  return adapters;
}

}  // namespace

LinkAdapters LinkAdapters::open(const std::filesystem::path& file) {
  LinkAdapters opened(KeptFile::open(file, "omote-link-adapters"));
  opened.adapters_ = from_text(opened.file_.contents());
  return opened;
}

const LinkAdapter* LinkAdapters::of(const std::string& terminal) const {
  const auto at = adapters_.find(terminal);
  return at == adapters_.end() ? nullptr : &at->second;
}

void LinkAdapters::remember(const std::string& terminal, const std::string& address) {
  const auto route = route_to(address);
  const auto all = interfaces();
  if (!route || !route->gateway.empty() || !all) return;
  const auto* adapter = find_interface(*all, route->interface);
  // A terminal on this machine itself has no adapter that could be lost.
  if (adapter == nullptr || adapter->loopback || !on_the_wire(*adapter, address)) return;
  LinkAdapter seen{adapter->name, hardware_of(adapter->name), place_of(adapter->name), {}};
  for (const auto& own : adapter->addresses)
    if (!own.link_local_6) seen.addresses.push_back(own);
  auto known = adapters_;
  known[terminal] = std::move(seen);
  auto text = to_text(known);
  if (text == to_text(adapters_)) return;
  adapters_ = std::move(known);
  if (const auto saved = file_.save(std::move(text)); !saved) log::warning("{}", describe(saved.error()));
}

Result<void> LinkAdapters::put_back(const LinkAdapter& known, const std::string& name) const {
  const auto all = interfaces();
  const auto* adapter = all ? find_interface(*all, name) : nullptr;
  if (adapter == nullptr) return fail("adapter_missing", name);
  if (!adapter->up) {
    if (auto on = switch_on(*adapter); !on) return on;
  }
  for (const auto& address : known.addresses) {
    if (std::ranges::find(adapter->addresses, address.text, &Address::text) != adapter->addresses.end()) continue;
    if (auto given = give_address(*adapter, address); !given) return given;
  }
  return {};
}

Result<void> LinkAdapters::bring_up(const std::string& terminal) const {
  const auto* known = of(terminal);
  if (known == nullptr) return fail("adapter_not_remembered", terminal);
  return put_back(*known, known->name);
}

Result<void> LinkAdapters::restore_address(const std::string& terminal) const {
  return bring_up(terminal);
}

Result<void> LinkAdapters::bring_up_spare(const std::string& name) const {
  return put_back({name, "", "", {}}, name);
}

Result<void> LinkAdapters::give_spare_address(const std::string& name, const std::string& address) const {
  if (address_bytes(address).empty()) return fail("address_not_known", name);
  const auto all = interfaces();
  for (const auto& adapter : all.value_or(std::vector<Interface>())) {
    const bool has_it = std::ranges::find(adapter.addresses, address, &Address::text) != adapter.addresses.end();
    if (has_it && adapter.name != name) return fail("address_elsewhere", adapter.name + " " + address);
  }
  return put_back({name, "", "", {{address, kPrefix, false}}}, name);
}

Result<void> LinkAdapters::recreate(const std::string& terminal) const {
  const auto* known = of(terminal);
  if (known == nullptr) return bring_up(terminal);
  const auto end = std::chrono::steady_clock::now() + kAppears;
  bool searched = false;
  for (;;) {
    const auto all = interfaces();
    for (const auto& adapter : all.value_or(std::vector<Interface>())) {
      const bool same = adapter.name == known->name || (!known->hardware.empty() && hardware_of(adapter.name) == known->hardware);
      if (same) return put_back(*known, adapter.name);
    }
    if (!std::exchange(searched, true) && !known->place.empty()) {
      if (auto asked = search_again(known->place); !asked) return asked;
    }
    if (known->place.empty() || std::chrono::steady_clock::now() >= end) return fail("adapter_not_found", known->name);
    std::this_thread::sleep_for(kLookAgain);
  }
}

}  // namespace omote::diagnosis
