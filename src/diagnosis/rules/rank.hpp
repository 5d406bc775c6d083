// From facts to ranked causes and the next best step: pure functions (docs/diagnosis.md, Scoring).
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "domain/catalogue/catalogue.hpp"

namespace omote::diagnosis {

// How often a cause was cured at this clinic: row and cause -> times.
using Experience = std::map<std::pair<std::string, std::string>, int>;

struct Speaks {
  fact::Fact fact;
  double factor = 1;  // over 1: for the cause
};

struct Finding {
  std::string cause;  // "" for unknown: none of the entry's causes fits
  double probability = 0;
  std::vector<Speaks> evidence;      // met, strongest first
  std::vector<std::string> missing;  // facts that would speak but are unknown
};

// Most probable first; the remainder "unknown" is among them. Probabilities add up to 1.
[[nodiscard]] std::vector<Finding> rank(const catalogue::Entry& entry, const fact::Facts& facts, const std::string& subject,
                                        const catalogue::Catalogue& catalogue, const Experience& experience);

struct NextStep {
  enum class Kind { Nothing, Remedy, Question };
  Kind kind = Kind::Nothing;
  std::string id;  // of the remedy, or of the fact to ask for
  std::string cause;
  double gain = 0;  // of a remedy its probability over its cost, of a question the seconds saved over those it takes
};

// `tried` remedies that did not help and `asked` questions are not proposed again.
[[nodiscard]] NextStep next_step(const std::vector<Finding>& findings, const catalogue::Catalogue& catalogue,
                                 const std::set<std::string>& tried, const std::set<std::string>& asked);

// Whether an entry's `when` speaks of terminals: what one of them met concerns it, and not the PC.
[[nodiscard]] bool for_terminals(const catalogue::Entry& entry, const catalogue::Catalogue& catalogue);
// Entries whose `when` is met now, for that subject ("" for the PC), in the order of the catalogue. What the PC's own facts show
// is recognised for the PC alone.
[[nodiscard]] std::vector<const catalogue::Entry*> recognise(const catalogue::Catalogue& catalogue, const fact::Facts& facts,
                                                             const std::string& subject);

}  // namespace omote::diagnosis
