// The visit's rules: one pure function. Every failure goes through one closing path; nothing typed is asked twice; a PIN
// entry is at most one VERIFY; consent is true only by a touch. The table of states is generated into docs/visit.md.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "domain/policy/policy.hpp"
#include "domain/visit/effect.hpp"
#include "domain/visit/event.hpp"
#include "domain/visit/state.hpp"

namespace omote::visit {

struct Step {
  State state;
  std::vector<Effect> effects;
};

// The sources' codes for a wrong number B: 0x04000011 … 0x04000019 for 1 … 9 tries left, 0x04000020 when the card does not
// tell (reference/trust.md §3.2). A reason of the catalogue.
[[nodiscard]] std::string wrong_number_b_reason(std::optional<int> tries_left);

// Why this visit cannot go to another terminal now: "move_no_visit", "move_not_now" (the card, the national system or the
// result is being worked on); nothing when it can.
[[nodiscard]] std::optional<Reason> why_not_movable(const State& state);
// What it takes along.
[[nodiscard]] Moved moved_from(const State& state);

// An event that means nothing in this state leaves it as it is and asks for nothing.
[[nodiscard]] Step step(State state, Event event, const Policy& policy);

}  // namespace omote::visit
