// What the last failed visit of each terminal met, and whether other cards fare better there: facts for the diagnosis. Cards
// are told apart by their hash, which stays here.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/fact/fact.hpp"

namespace omote::host {

// What a visit met, as far as it came.
struct VisitTraits {
  std::string card;        // hash, or ""
  std::string card_kind;   // "", "my_number", "other"
  std::string card_sight;  // last seen by the card camera
  std::string face_hint;   // last reason why the face was not good
  int number_b_tries = -1;
  bool card_lies = true;      // on the reader, when the last trouble came
  std::string reason_detail;  // what the national system gave as the reason of its refusal: a word, never about the person
};

class VisitFacts {
 public:
  explicit VisitFacts(const Clock& clock) : clock_(clock) {}

  // The facts of a failure, in a visit that ended with it or went on.
  [[nodiscard]] std::vector<fact::Fact> failed(const std::string& terminal, const VisitTraits& traits, const std::string& reason,
                                               const std::string& phase);
  // After a result was delivered.
  [[nodiscard]] std::vector<fact::Fact> good(const std::string& terminal, const VisitTraits& traits);
  void forget(const std::string& terminal) { visits_.erase(terminal); }

 private:
  struct Past {
    SteadyTime time;
    std::string card;
    std::string reason;  // "" for a good one
  };
  std::deque<Past>& note(const std::string& terminal, Past past);
  [[nodiscard]] std::vector<fact::Fact> others(const std::string& terminal, const std::deque<Past>& past) const;

  const Clock& clock_;
  std::map<std::string, std::deque<Past>> visits_;  // of the last hour
};

}  // namespace omote::host
