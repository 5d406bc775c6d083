// One scenario from the fault to the start screen again.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "sim/scenario/clinic.hpp"
#include "sim/scenario/scenario.hpp"

namespace omote::sim::scenario {

// What was seen of the trouble.
struct Recognised {
  bool incident = false;  // and had one
  std::string number, code, detail, cause, who;
  std::string next;  // remedy or question that is proposed
  double probability = 0;
  std::string severity;  // blocks, visit, warns
  bool over = false;
  std::string why;        // the facts behind the first findings, for whoever looks for the mistake
  bool answered = false;  // the console did: that there is no incident means something
};

struct Report {
  bool fired = false;
  Recognised got;
  std::string remedy_kind = "none";  // automatic, consent, hand, none
  int steps_by_hand = 0;
  int recognised_ms = -1;  // -1: never
  int recovered_ms = -1;
  std::string invariants;             // "ok", or what does not hold
  std::vector<std::string> problems;  // none: passed
  [[nodiscard]] bool passed() const { return problems.empty(); }
};

// Call it inside run_apart(). Never throws; what goes wrong is a problem in the report.
[[nodiscard]] Report run(const Scenario& scenario, const Places& places);
// As docs/scenarios.md describes a line of the result.
[[nodiscard]] nlohmann::ordered_json to_json(const Scenario& scenario, const Report& report);

}  // namespace omote::sim::scenario
