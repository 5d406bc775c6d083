#include "sim/faults/fault.hpp"

#include <algorithm>
#include <iterator>

namespace omote::sim::faults {

const std::vector<Fault>& all() {
  static const std::vector<Fault> kAll = [] {
    std::vector<Fault> faults;
    for (auto group : {card_faults(), reader_faults(), camera_faults(), link_faults(), network_faults(), national_faults(),
                       settings_faults(), program_faults(), output_faults(), pc_faults(), library_faults(), staff_faults(),
                       terminal_faults(), install_faults()}) {
      std::ranges::move(group, std::back_inserter(faults));
    }
    return faults;
  }();
  return kAll;
}

const Fault* find(const std::string& id) {
  const auto at = std::ranges::find(all(), id, &Fault::id);
  return at == all().end() ? nullptr : &*at;
}

Result<void> check(const std::string& id, const Texts& with) {
  const auto* fault = find(id);
  if (fault == nullptr) return fail("fault_unknown", id);
  for (const auto& [name, value] : with) {
    if (!fault->parameters.contains(name)) return fail("fault_parameter_unknown", id + ": " + name);
  }
  return {};
}

Result<Injected> inject(Ground& ground, const std::string& id, const Texts& with) {
  if (auto known = check(id, with); !known) return pass(known);
  const auto* fault = find(id);
  if (fault->own_world && ground.network == nullptr) return fail("fault_needs_own_world", id);
  return fault->inject(ground, with);
}

std::string text(const Texts& with, const std::string& name, const std::string& fallback) {
  const auto at = with.find(name);
  return at == with.end() ? fallback : at->second;
}

int number(const Texts& with, const std::string& name, int fallback) {
  const auto at = with.find(name);
  return at == with.end() ? fallback : std::atoi(at->second.c_str());
}

}  // namespace omote::sim::faults
