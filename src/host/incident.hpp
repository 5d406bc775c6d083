// One trouble, from its first sign until it is over (docs/diagnosis.md). Plain data; host/incident_desk.hpp changes it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "diagnosis/rules/rank.hpp"

namespace omote::host {

enum class IncidentState {
  Looking,    // facts still come in
  Repairing,  // a cure runs
  NeedsYou,   // the next step is a person's
  Watching,   // a cure was carried out or is visible: whether the trouble goes
  Over
};
[[nodiscard]] std::string_view to_string(IncidentState state);

struct Incident {
  std::uint32_t count = 0;  // tells two incidents apart; stands in the number
  const catalogue::Entry* entry = nullptr;
  std::string terminal;  // that it concerns, or "" for the PC
  std::string subject;   // whose facts speak: the terminal that met it last
  std::string visit;
  std::string reason;
  std::string phase;
  WallTime began{};
  WallTime ended{};

  // Why it stands: any of the three is enough.
  std::set<std::string> sources;          // desks whose reason stands
  bool condition = false;                 // the entry's `when` is met
  std::optional<SteadyTime> visit_until;  // a visit met it; until a good visit or then

  bool within = false;         // told within another incident: neither shown nor cured by itself
  std::set<std::string> also;  // rows of those that were told within this one

  IncidentState state = IncidentState::Looking;
  SteadyTime opened{};
  std::optional<SteadyTime> calm_since;
  SteadyTime over_since{};

  std::vector<diagnosis::Finding> findings;
  diagnosis::NextStep next;
  unsigned step = 0;  // of a remedy by hand that is next
  SteadyTime step_since{};

  struct Repair {
    const catalogue::Remedy* remedy = nullptr;
    std::string cause;
    SteadyTime began{};
    WallTime since{};
    std::uint64_t ticket = 0;  // a late answer to an earlier repair means nothing
  };
  std::optional<Repair> repair;
  // While the effect of a cure is awaited the ranking stands still: facts and trouble do not go at the same moment.
  struct Watch {
    std::string remedy;
    std::string cause;
    bool carried_out = false;  // on our word; else a check of it came true by itself
    SteadyTime until{};
  };
  std::optional<Watch> watch;
  std::set<std::string> unmet;  // remedies whose check was seen not met while it would have mattered
  struct Tried {
    std::string remedy;
    std::string result;  // "cured", "did_not_help", "failed:<reason>"
    WallTime time{};
  };
  std::vector<Tried> tried;
  std::set<std::string> asked;

  std::string name;  // the number at the opening: under it the journal tells the story
  bool told_opening = false;
  std::string told_cause;  // the first cause as last journalled
  unsigned told = 0;       // how often

  [[nodiscard]] bool over() const { return state == IncidentState::Over; }
  [[nodiscard]] bool stands() const { return !sources.empty() || condition || visit_until; }
  // The first finding; its cause is "" for unknown.
  [[nodiscard]] const diagnosis::Finding& lead() const { return findings.front(); }
};

}  // namespace omote::host
