// What must hold after every run, whatever happened (reference/trust.md §4, as far as one run can show it).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/personas/persona.hpp"

namespace omote::sim::scenario {

struct Traces {
  std::filesystem::path folder;  // of the run: host/, terminal/, *.log
  std::filesystem::path output;  // of the receipt computer
  personas::Persona persona;
  int verifies = 0;             // commands with an entry that reached the card
  bool may_be_unknown = false;  // a visit may end with a reason that the catalogue does not know
};

// After the programs have stopped: what does not hold, in words; nothing when all does.
[[nodiscard]] std::vector<std::string> broken_invariants(const Traces& traces);

}  // namespace omote::sim::scenario
