#include "host/visit_facts.hpp"

#include <algorithm>
#include <utility>

namespace omote::host {

namespace {

constexpr std::chrono::hours kRemembered{1};
constexpr std::size_t kMost = 200;

}  // namespace

std::deque<VisitFacts::Past>& VisitFacts::note(const std::string& terminal, Past past) {
  auto& visits = visits_[terminal];
  while (!visits.empty() && (past.time - visits.front().time > kRemembered || visits.size() >= kMost)) visits.pop_front();
  visits.push_back(std::move(past));
  return visits;
}

// Beside the card of the last failure: do others fail in the same way, or work?
std::vector<fact::Fact> VisitFacts::others(const std::string& terminal, const std::deque<Past>& past) const {
  const auto last = std::find_if(past.rbegin(), past.rend(), [](const Past& visit) { return !visit.reason.empty(); });
  if (last == past.rend()) return {};
  const auto other = [&](const Past& visit) { return !visit.card.empty() && !last->card.empty() && visit.card != last->card; };
  const bool fail = std::ranges::any_of(past, [&](const Past& visit) { return other(visit) && visit.reason == last->reason; });
  const bool work = std::ranges::any_of(past, [&](const Past& visit) { return other(visit) && visit.reason.empty(); });
  const auto now = clock_.now();
  return {fact::known("visit.other_cards_fail", terminal, fail, now), fact::known("visit.other_cards_work", terminal, work, now)};
}

std::vector<fact::Fact> VisitFacts::failed(const std::string& terminal, const VisitTraits& traits, const std::string& reason,
                                           const std::string& phase) {
  const auto& past = note(terminal, {clock_.steady(), traits.card, reason});
  const auto now = clock_.now();
  auto facts = others(terminal, past);
  const auto add = [&](std::string id, fact::Value value) {
    facts.push_back(fact::known(std::move(id), terminal, std::move(value), now));
  };
  add("visit.reason", reason);
  add("visit.phase", phase);
  add("visit.card_kind", traits.card_kind);
  add("visit.card_sight", traits.card_sight);
  add("visit.face_hint", traits.face_hint);
  add("visit.card_lies", traits.card_lies);
  if (traits.reason_detail.empty()) {
    facts.push_back(fact::not_known("visit.reason_detail", terminal, "not_told", now));
  } else {
    add("visit.reason_detail", traits.reason_detail);
  }
  if (traits.number_b_tries >= 0) add("visit.number_b_tries", double(traits.number_b_tries));
  add("visit.same_code_last_hour", double(std::ranges::count(past, reason, &Past::reason)));
  return facts;
}

std::vector<fact::Fact> VisitFacts::good(const std::string& terminal, const VisitTraits& traits) {
  return others(terminal, note(terminal, {clock_.steady(), traits.card, ""}));
}

}  // namespace omote::host
