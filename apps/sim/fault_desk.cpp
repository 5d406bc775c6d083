#include "apps/sim/fault_desk.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "sim/scenario/scenario.hpp"

namespace omote::sim {

FaultDesk::FaultDesk(faults::Ground ground, const std::filesystem::path& scenarios) : ground_(std::move(ground)) {
  const auto all = scenario::load_scenarios(scenarios);
  for (const auto& fault : faults::all()) {
    auto& kind = kinds_.emplace_back();
    kind.set_id(fault.id);
    kind.set_group(fault.group);
    kind.set_title_ja(fault.title_ja);
    kind.set_title_en(fault.title_en);
    if (fault.own_world) kind.set_not_here("own_world");
    for (const auto& one : all ? *all : std::vector<scenario::Scenario>()) {
      if (std::ranges::any_of(one.inject, [&](const auto& injection) { return injection.fault == fault.id; }))
        kind.add_scenarios(one.id);
    }
  }
}

Result<void> FaultDesk::inject(const omote::bench::v1::InjectFault& wish) {
  const std::scoped_lock lock(mutex_);
  auto injected = faults::inject(ground_, wish.id(), {wish.with().begin(), wish.with().end()});
  if (!injected) return pass(injected);
  auto& now = now_.emplace_back();
  now.shown.set_id(wish.id());
  now.shown.set_since(to_iso(SystemClock().now()));
  now.injected = std::move(*injected);
  return {};
}

Result<void> FaultDesk::undo_all() {
  const std::scoped_lock lock(mutex_);
  Result<void> first;
  for (; !now_.empty(); now_.pop_back()) {
    auto undone = now_.back().injected.undo();
    if (!undone && first) first = pass(undone);
  }
  return first;
}

bool FaultDesk::look() {
  const std::scoped_lock lock(mutex_);
  bool changed = false;
  for (auto& now : now_) {
    if (now.shown.fired() > 0 || !now.injected.fired()) continue;
    now.shown.set_fired(1);
    changed = true;
  }
  return changed;
}

void FaultDesk::add_to(omote::bench::v1::State& state) const {
  const std::scoped_lock lock(mutex_);
  for (const auto& kind : kinds_) *state.add_fault_kinds() = kind;
  for (const auto& now : now_) *state.add_faults() = now.shown;
}

}  // namespace omote::sim
