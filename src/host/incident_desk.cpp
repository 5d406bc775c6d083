// Incidents opened and closed. Their course stands in incident_course.cpp, what people see of them in incident_words.cpp.
#include "host/incident_desk.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/log.hpp"

namespace omote::host {

namespace {

// What a visit met counts until a good visit or for so long.
constexpr std::chrono::minutes kVisitCounts{10};
constexpr std::chrono::minutes kBlockCounts{2};
// The same trouble again within this time is the same incident.
constexpr std::chrono::seconds kSameAgain{60};
constexpr std::chrono::hours kOverShown{1};
constexpr std::ptrdiff_t kMostOver = 50;
constexpr std::chrono::seconds kTrembles{10};
constexpr std::size_t kMostTerminals = 64;
constexpr std::uint32_t kCounts = 4096;

// These are the PC's, whichever terminal met them first.
bool of_the_pc(std::string_view reason) {
  return reason.starts_with("national_") || reason.starts_with("output_") || reason.starts_with("folder_") ||
         reason.starts_with("journal_");
}

// Whom an incident of that entry concerns when a terminal met it.
std::string concerned(const catalogue::Entry& entry, const catalogue::Catalogue& catalogue, const std::string& reason,
                      const std::string& terminal) {
  const bool terminals = entry.when ? diagnosis::for_terminals(entry, catalogue) : !of_the_pc(reason);
  return terminals ? terminal : "";
}

}  // namespace

IncidentDesk::IncidentDesk(IncidentParts parts) : parts_(std::move(parts)) {
  // Another beginning after each start, so that two incidents of one day differ.
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(parts_.clock.now().time_since_epoch()).count();
  count_ = static_cast<std::uint32_t>(minutes) % kCounts;
}

IncidentDesk::~IncidentDesk() = default;

void IncidentDesk::take(const std::vector<fact::Fact>& facts) {
  bool other = false;
  for (const auto& fact : facts) {
    if (!fact.subject.empty() && !terminals_.contains(fact.subject)) {
      if (terminals_.size() >= kMostTerminals) continue;
      terminals_.insert(fact.subject);
    }
    const auto* before = facts_.find(fact.id, fact.subject);
    const bool first = before == nullptr || before->subject != fact.subject;
    if (!facts_.put(fact)) continue;
    other = true;
    if (!first) write_change(fact);
  }
  if (!other) return;
  recognise();
  tick();
}

// For those who read the journal later: what was switched, plugged, lost. Not what moves all the time, and a fact that
// trembles at most every ten seconds.
void IncidentDesk::write_change(const fact::Fact& fact) {
  const auto* rule = parts_.catalogue.fact(fact.id);
  if (rule == nullptr || rule->kind == "number" || fact.id.starts_with("visit.")) return;
  const auto now = parts_.clock.steady();
  auto& last = written_[{fact.id, fact.subject}];
  if (last && now - *last < kTrembles) return;
  last = now;
  journal::v1::Event event;
  event.set_terminal(fact.subject);
  event.mutable_fact_changed()->set_fact(fact.id);
  event.mutable_fact_changed()->set_value(fact::to_text(fact));
  append(event);
}

void IncidentDesk::desk_state(const std::string& source, const std::string& terminal, const std::string& reason,
                              const std::string& phase) {
  auto& known = desk_reasons_[{source, terminal}];
  if (std::exchange(known, reason) == reason) return;
  const auto key = source + " " + terminal;
  for (auto& incident : incidents_) {
    // What the desk told and tells no more has ended, whatever a visit met meanwhile.
    if (incident.sources.erase(key) > 0) incident.visit_until.reset();
  }
  if (!reason.empty()) {
    const auto& entry = parts_.catalogue.raised_by(reason, phase);
    auto& incident = open(entry, concerned(entry, parts_.catalogue, reason, terminal), terminal);
    incident.sources.insert(key);
    incident.reason = reason;
    incident.phase = phase;
  }
  tick();
}

bool IncidentDesk::knows(const std::string& reason, const std::string& phase) const {
  return std::ranges::any_of(parts_.catalogue.raised_by(reason, phase).raised,
                             [&](const catalogue::Raised& raised) { return raised.reason == reason; });
}

bool IncidentDesk::met_in(const std::string& visit) const {
  return std::ranges::any_of(incidents_, [&](const Incident& incident) { return !incident.over() && incident.visit == visit; });
}

void IncidentDesk::visit_trouble(const std::string& terminal, const std::string& visit, const std::string& reason,
                                 const std::string& phase, bool only_known) {
  if (only_known && !knows(reason, phase)) return;
  const auto& entry = parts_.catalogue.raised_by(reason, phase);
  auto& incident = open(entry, concerned(entry, parts_.catalogue, reason, terminal), terminal);
  incident.visit = visit;
  incident.reason = reason;
  incident.phase = phase;
  incident.visit_until = parts_.clock.steady() + (entry.severity == catalogue::Severity::Visit ? kVisitCounts : kBlockCounts);
  tick();
}

void IncidentDesk::visit_good(const std::string& terminal, const std::string& visit) {
  for (auto& incident : incidents_) {
    const bool same_place = incident.subject == terminal || incident.terminal.empty();
    // The visit that met the trouble and went another way does not show that it is gone.
    if (same_place && incident.visit != visit) incident.visit_until.reset();
  }
  tick();
}

void IncidentDesk::call_good(const std::string& terminal, const std::string& phase) {
  for (auto& incident : incidents_) {
    const bool same_place = incident.terminal == terminal || incident.terminal.empty();
    if (same_place && incident.visit.empty() && incident.phase == phase) incident.visit_until.reset();
  }
  tick();
}

void IncidentDesk::national_good(const std::string& terminal) {
  bool ended = false;
  for (auto& incident : incidents_) {
    const bool here = incident.subject == terminal || incident.terminal.empty();
    // Behind the identification it was one question that failed, and only the next one shows.
    if (!here || !incident.visit_until || incident.phase != "before" || !incident.reason.starts_with("national_")) continue;
    incident.visit_until.reset();
    ended = true;
  }
  if (ended) tick();
}

void IncidentDesk::forget(const std::string& terminal) {
  std::erase_if(desk_reasons_, [&](const auto& known) { return known.first.second == terminal; });
  for (auto& incident : incidents_) {
    std::erase_if(incident.sources, [&](const std::string& source) { return source.ends_with(" " + terminal); });
    if (incident.terminal != terminal || incident.over()) continue;
    incident.repair.reset();
    incident.visit_until.reset();
    incident.condition = false;
    close(incident);
  }
  facts_.forget(terminal);
  std::erase_if(written_, [&](const auto& known) { return known.first.second == terminal; });
  terminals_.erase(terminal);
  tick();
}

void IncidentDesk::tick() {
  // What a cure tells at once is looked at in the same round or the next.
  if (std::exchange(ticking_, true)) return;
  for (auto& incident : incidents_) look(incident);
  drop_old();
  ticking_ = false;
  if (std::exchange(changed_, false)) parts_.changed();
}

Incident* IncidentDesk::standing(const catalogue::Entry& entry, const std::string& terminal) {
  const auto at = std::ranges::find_if(incidents_, [&](const Incident& incident) {
    return incident.entry == &entry && incident.terminal == terminal && !incident.over();
  });
  return at == incidents_.end() ? nullptr : &*at;
}

Incident& IncidentDesk::open(const catalogue::Entry& entry, const std::string& terminal, const std::string& subject) {
  if (auto* known = standing(entry, terminal)) {
    known->subject = subject;
    return *known;
  }
  const auto now = parts_.clock.steady();
  auto at = std::ranges::find_if(incidents_, [&](const Incident& incident) {
    return incident.entry == &entry && incident.terminal == terminal && now - incident.over_since < kSameAgain;
  });
  if (at == incidents_.end()) {
    Incident fresh;
    fresh.count = count_ = (count_ + 1) % kCounts;
    fresh.began = parts_.clock.now();
    at = incidents_.insert(incidents_.begin(), std::move(fresh));
  }
  auto& incident = *at;
  incident.entry = &entry;
  incident.terminal = terminal;
  incident.subject = subject;
  incident.ended = {};
  incident.opened = now;
  incident.calm_since.reset();
  incident.state = IncidentState::Looking;
  incident.told_opening = false;
  incident.next = {};
  incident.also.clear();
  rank(incident);
  if (incident.name.empty()) incident.name = number_of(incident);
  changed_ = true;
  parts_.look_now();
  return incident;
}

// The incident at the same place whose entry takes this one's over, and that no other one takes over itself.
Incident* IncidentDesk::teller_of(const Incident& incident) {
  const auto* told = &incident;
  Incident* teller = nullptr;
  // Entries never take over each other in a circle (tools/catalogue).
  for (auto at = incidents_.begin(); at != incidents_.end();) {
    const bool takes = !at->over() && at->terminal == told->terminal && takes_over(*at->entry, *told->entry);
    if (takes) told = teller = &*at;
    at = takes ? incidents_.begin() : std::next(at);
  }
  return teller;
}

void IncidentDesk::recognise() {
  std::vector<std::pair<const catalogue::Entry*, std::string>> met;
  const auto collect = [&](const std::string& subject) {
    for (const auto* entry : diagnosis::recognise(parts_.catalogue, facts_, subject)) met.emplace_back(entry, subject);
  };
  collect("");
  for (const auto& terminal : terminals_) collect(terminal);
  for (auto& incident : incidents_) {
    if (incident.over() || !incident.entry->when) continue;
    const bool now = std::ranges::find(met, std::pair(incident.entry, incident.terminal)) != met.end();
    // What the facts showed and show no more has ended, whatever a visit met meanwhile.
    if (incident.condition && !now) incident.visit_until.reset();
    incident.condition = now;
  }
  for (const auto& [entry, terminal] : met) {
    if (standing(*entry, terminal) != nullptr) continue;
    open(*entry, terminal, terminal).condition = true;
  }
}

void IncidentDesk::close(Incident& incident) {
  const auto by = incident.watch.value_or(Incident::Watch{});
  if (by.carried_out) {
    incident.tried.push_back({by.remedy, "cured", parts_.clock.now()});
    write(incident, [&](journal::v1::Event& event) {
      event.mutable_remedy_ended()->set_remedy(by.remedy);
      event.mutable_remedy_ended()->set_result("cured");
    });
  }
  if (incident.told_opening)
    write(incident, [&](journal::v1::Event& event) {
      auto& closed = *event.mutable_incident_closed();
      closed.set_row(incident.entry->row);
      closed.set_cause(by.remedy.empty() ? incident.lead().cause : by.cause);
      closed.set_cured_by(by.remedy);
      closed.set_lasted_s(static_cast<std::uint32_t>(
          std::chrono::duration_cast<std::chrono::seconds>(parts_.clock.steady() - incident.opened).count()));
    });
  if (!by.cause.empty()) {
    const auto learned = parts_.experience.cured(incident.entry->row, by.cause);
    if (!learned) log::warning("what cured is not kept: {}", describe(learned.error()));
  }
  // What a person said held for this trouble only.
  for (const auto& fact : incident.asked) facts_.put(fact::not_known(fact, incident.subject, "not_asked", parts_.clock.now()));
  incident.asked.clear();
  incident.unmet.clear();
  incident.watch.reset();
  incident.calm_since.reset();
  incident.ended = parts_.clock.now();
  incident.over_since = parts_.clock.steady();
  incident.next = {};
  set_state(incident, IncidentState::Over);
}

void IncidentDesk::drop_old() {
  const auto now = parts_.clock.steady();
  const auto dropped = std::erase_if(incidents_, [&](const Incident& incident) {
    return incident.over() && (incident.within || now - incident.over_since >= kOverShown);
  });
  if (dropped > 0) changed_ = true;
  auto over = std::ranges::count_if(incidents_, &Incident::over);
  for (auto at = incidents_.end(); over > kMostOver && at != incidents_.begin();) {
    --at;
    if (!at->over()) continue;
    at = incidents_.erase(at);
    --over;
  }
}

void IncidentDesk::write(const Incident& incident, const std::function<void(journal::v1::Event&)>& fill) {
  journal::v1::Event event;
  event.set_visit(incident.visit);
  event.set_terminal(incident.terminal);
  fill(event);
  // Each kind carries the number under which the incident was opened.
  if (event.has_incident_opened()) event.mutable_incident_opened()->set_number(incident.name);
  if (event.has_incident_found()) event.mutable_incident_found()->set_number(incident.name);
  if (event.has_remedy_started()) event.mutable_remedy_started()->set_number(incident.name);
  if (event.has_remedy_ended()) event.mutable_remedy_ended()->set_number(incident.name);
  if (event.has_question_answered()) event.mutable_question_answered()->set_number(incident.name);
  if (event.has_incident_closed()) event.mutable_incident_closed()->set_number(incident.name);
  append(event);
}

void IncidentDesk::append(const journal::v1::Event& event) {
  const auto written = parts_.journal.append(event);
  if (!written) log::error("{}", describe(written.error()));
}

}  // namespace omote::host
