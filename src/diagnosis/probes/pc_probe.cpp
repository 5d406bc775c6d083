#include "diagnosis/probes/pc_probe.hpp"

#include <cmath>

#include "diagnosis/probes/fact_list.hpp"
#include "diagnosis/probes/pc_view.hpp"

namespace omote::diagnosis {

namespace {

void number(FactList& facts, std::string_view id, const std::optional<double>& value) {
  if (value) {
    facts.number(id, std::floor(*value * 10) / 10);
  } else {
    facts.unknown(id, "not_told");
  }
}

void flag(FactList& facts, std::string_view id, const std::optional<bool>& value, std::string_view why) {
  if (value) {
    facts.flag(id, *value);
  } else {
    facts.unknown(id, why);
  }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> PcProbe::tells() const {
  return {{"pc.uptime_h", ""},     {"pc.sleep_enabled", ""},  {"pc.remote_desktop_enabled", ""}, {"pc.remote_desktop_in_use", ""},
          {"pc.disk_free_mb", ""}, {"pc.memory_free_mb", ""}, {"pc.usb_power_constant", ""}};
}

std::vector<fact::Fact> PcProbe::look() {
  FactList facts({}, clock_->now());
  number(facts, "pc.uptime_h", uptime_hours());
  number(facts, "pc.disk_free_mb", free_disk_mb(state_folder_));
  number(facts, "pc.memory_free_mb", free_memory_mb());
  flag(facts, "pc.sleep_enabled", sleep_enabled(root_), "desktop_not_readable");
  const auto remote = remote_desktop(root_);
  flag(facts, "pc.remote_desktop_enabled", remote ? std::optional(remote->enabled) : std::nullopt, "not_told");
  flag(facts, "pc.remote_desktop_in_use", remote ? std::optional(remote->in_use) : std::nullopt, "not_told");
  flag(facts, "pc.usb_power_constant", usb_power_constant(root_), "not_here");
  return facts.take();
}

}  // namespace omote::diagnosis
