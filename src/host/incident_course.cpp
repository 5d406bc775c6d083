// The course of an incident that stands: causes ranked, cures run, watched, offered.
#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>

#include "host/incident_desk.hpp"

namespace omote::host {

namespace {

// Facts come in for so long before a person is sent anywhere.
constexpr std::chrono::seconds kLooking{3};
// Facts that came in so shortly before a trouble belong to it.
constexpr std::chrono::seconds kJustBefore{2};
// A trouble that goes and comes within this time has not gone.
constexpr std::chrono::milliseconds kCalm{1'500};
constexpr std::chrono::seconds kWatching{15};
// From here on a cause leads clearly, when facts speak for it and not its prior alone.
constexpr double kClear = 0.6;
// A cure may take three times what the catalogue says, and so much for the machine to wake up.
constexpr double kPatience = 3;
constexpr std::chrono::seconds kAtLeast{10};
constexpr unsigned kMostTold = 20;
constexpr std::string_view kCured = "cured";

// These disturb no patient; the others wait until no visit runs.
constexpr std::array<std::string_view, 5> kHarmless{"flush_outbox", "national_login_again", "strength_from_policy",
                                                    "settings_previous", "settings_rebuild"};

std::chrono::milliseconds limit_of(const catalogue::Remedy& remedy) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(remedy.cost_s * kPatience * 1000)) + kAtLeast;
}

bool led_by_facts(const diagnosis::Finding& lead) {
  return !lead.cause.empty() && lead.probability >= kClear &&
         std::ranges::any_of(lead.evidence, [](const diagnosis::Speaks& speaks) { return speaks.factor > 1; });
}

// A fact from before the trouble may already be another: the looks that its opening asked for are waited for.
bool looked_since(const diagnosis::Finding& lead, WallTime opened) {
  return std::ranges::any_of(lead.evidence, [&](const diagnosis::Speaks& speaks) {
    return speaks.factor > 1 && speaks.fact.seen >= opened - kJustBefore;
  });
}

// The last check of a remedy's steps tells that it worked.
const catalogue::Condition* check_of(const catalogue::Remedy& remedy) {
  const catalogue::Condition* check = nullptr;
  for (const auto& step : remedy.steps)
    if (step.check) check = &*step.check;
  return check;
}

std::ptrdiff_t times_tried(const Incident& incident, const std::string& remedy) {
  return std::ranges::count(incident.tried, remedy, &Incident::Tried::remedy);
}

// What people would see change.
auto picture_of(const Incident& incident) {
  std::vector<std::pair<std::string, long>> causes;
  for (const auto& finding : incident.findings) causes.emplace_back(finding.cause, std::lround(finding.probability * 100));
  return std::tuple(causes, incident.next.id, incident.step);
}

}  // namespace

// Whether another incident tells this trouble. Once it stands no more, it has no story of its own to begin.
void IncidentDesk::settle_within(Incident& incident) {
  if (!incident.stands()) return;
  auto* teller = teller_of(incident);
  const bool within = teller != nullptr;
  if (std::exchange(incident.within, within) != within) changed_ = true;
  if (teller == nullptr) return;
  if (teller->also.insert(incident.entry->row).second) changed_ = true;
  // The other one has cures of its own; a late answer to ours means nothing.
  incident.repair.reset();
  incident.watch.reset();
  incident.next = {};
}

void IncidentDesk::look(Incident& incident) {
  if (incident.over()) return;
  settle_within(incident);
  if (!incident.within && !std::exchange(incident.told_opening, true)) {
    write(incident, [&](journal::v1::Event& event) {
      auto& opened = *event.mutable_incident_opened();
      opened.set_row(incident.entry->row);
      opened.set_code(incident.entry->code);
      opened.set_detail(incident.entry->detail);
      opened.set_phase(incident.phase);
      opened.set_reason(incident.reason);
    });
  }
  const auto now = parts_.clock.steady();
  if (incident.visit_until && now >= *incident.visit_until) incident.visit_until.reset();
  if (incident.stands()) {
    incident.calm_since.reset();
  } else {
    if (!incident.calm_since) incident.calm_since = now;
    if (now - *incident.calm_since >= kCalm && !incident.repair) return close(incident);
  }
  if (incident.within) return;
  const auto before = picture_of(incident);
  notice_cure(incident);
  if (incident.stands() && !incident.watch && !incident.repair) rank(incident);
  go_on(incident);
  changed_ = changed_ || before != picture_of(incident);
}

std::optional<bool> IncidentDesk::check_met(const std::string& id, const std::string& subject) const {
  const auto* remedy = parts_.catalogue.remedy(id);
  const auto* check = remedy == nullptr ? nullptr : check_of(*remedy);
  if (check == nullptr) return std::nullopt;
  const auto is_known = [&](const std::string& fact) {
    const auto* found = facts_.find(fact, subject);
    return found != nullptr && found->value;
  };
  if (!std::ranges::all_of(catalogue::facts_of(*check), is_known)) return std::nullopt;
  return catalogue::met(*check, facts_, subject);
}

// Only a machine's or a person's hand makes the check of the leading cause's cure come true: then the trouble should go, and
// until it does the causes keep their order.
void IncidentDesk::notice_cure(Incident& incident) {
  // Undone again, it was none.
  const bool by_itself = incident.watch && !incident.watch->carried_out;
  if (by_itself && check_met(incident.watch->remedy, incident.subject) == false) incident.watch.reset();
  if (incident.watch || incident.repair) return;
  const auto* cause = parts_.catalogue.cause(incident.lead().cause);
  if (cause == nullptr) return;
  for (const auto& id : cause->remedies) {
    const auto good = check_met(id, incident.subject);
    if (good == false) incident.unmet.insert(id);
    if (good == true && incident.unmet.contains(id)) return watch(incident, id, cause->id, false);
  }
}

void IncidentDesk::rank(Incident& incident) {
  incident.findings = diagnosis::rank(*incident.entry, facts_, incident.subject, parts_.catalogue, parts_.experience.learned());
  if (incident.told_opening && incident.state != IncidentState::Looking) tell_cause(incident);
}

void IncidentDesk::tell_cause(Incident& incident) {
  const auto& lead = incident.lead();
  if (incident.told >= kMostTold || (incident.told > 0 && incident.told_cause == lead.cause)) return;
  incident.told_cause = lead.cause;
  ++incident.told;
  write(incident, [&](journal::v1::Event& event) {
    event.mutable_incident_found()->set_cause(lead.cause);
    event.mutable_incident_found()->set_probability(lead.probability);
  });
}

void IncidentDesk::go_on(Incident& incident) {
  const auto now = parts_.clock.steady();
  if (incident.repair) {
    if (now - incident.repair->began < limit_of(*incident.repair->remedy)) return;
    return end_repair(incident, fail("action_time_out", incident.repair->remedy->action));
  }
  if (incident.watch) {
    if (now < incident.watch->until || !incident.stands()) return;
    const auto watched = std::exchange(incident.watch, std::nullopt);
    incident.unmet.clear();
    if (watched->carried_out) helped_not(incident, watched->remedy, "did_not_help");
    rank(incident);
  }
  if (!incident.stands()) return;
  if (const auto* remedy = runs_by_itself(incident)) return start(incident, *remedy, incident.lead().cause, "machine");
  const auto next = diagnosis::next_step(incident.findings, parts_.catalogue, blocked(incident), incident.asked);
  if (next.id != incident.next.id) {
    incident.step = 0;
    incident.step_since = now;
  }
  incident.next = next;
  const bool looking = now - incident.opened < kLooking && !led_by_facts(incident.lead());
  set_state(incident, looking ? IncidentState::Looking : IncidentState::NeedsYou);
}

// What is not proposed: what was tried, what the machine may not repeat yet, what this machine cannot do.
std::set<std::string> IncidentDesk::blocked(const Incident& incident) const {
  std::set<std::string> blocked;
  for (const auto& tried : incident.tried)
    if (tried.result != kCured) blocked.insert(tried.remedy);
  for (const auto& remedy : parts_.catalogue.remedies()) {
    if (remedy.kind != catalogue::RemedyKind::Hand && !parts_.actions.knows(remedy.action)) blocked.insert(remedy.id);
  }
  return blocked;
}

// The automatic cure of a cause that facts show clearly: first those not tried yet, then the quicker.
const catalogue::Remedy* IncidentDesk::runs_by_itself(const Incident& incident) const {
  const auto& lead = incident.lead();
  if (!led_by_facts(lead)) return nullptr;
  const auto stands_for = parts_.clock.steady() - incident.opened;
  if (stands_for < kLooking &&
      !looked_since(lead, parts_.clock.now() - std::chrono::duration_cast<WallTime::duration>(stands_for)))
    return nullptr;
  const catalogue::Remedy* best = nullptr;
  const auto rank_of = [&](const catalogue::Remedy& remedy) {
    return std::pair(times_tried(incident, remedy.id), remedy.cost_s);
  };
  for (const auto& id : parts_.catalogue.cause(lead.cause)->remedies) {
    const auto* remedy = parts_.catalogue.remedy(id);
    if (remedy == nullptr || remedy->kind != catalogue::RemedyKind::Automatic || !parts_.actions.knows(remedy->action)) continue;
    if (!limits_.allowed(remedy->action, incident.subject, parts_.clock.steady())) continue;
    const bool harmless = std::ranges::find(kHarmless, remedy->action) != kHarmless.end();
    if (!harmless && !parts_.idle(incident.terminal)) continue;
    if (best == nullptr || rank_of(*remedy) < rank_of(*best)) best = remedy;
  }
  return best;
}

void IncidentDesk::start(Incident& incident, const catalogue::Remedy& remedy, const std::string& cause, const std::string& by) {
  const auto now = parts_.clock.steady();
  incident.watch.reset();
  incident.repair = Incident::Repair{&remedy, cause, now, parts_.clock.now(), ++tickets_};
  limits_.note(remedy.action, incident.subject, now);
  tell_cause(incident);
  set_state(incident, IncidentState::Repairing);
  write(incident, [&](journal::v1::Event& event) {
    auto& started = *event.mutable_remedy_started();
    started.set_remedy(remedy.id);
    started.set_kind(remedy.kind == catalogue::RemedyKind::Automatic ? "automatic" : "consent");
    started.set_by(by);
  });
  parts_.actions.start({remedy.action, incident.subject, facts_}, [this, alive = std::weak_ptr(alive_), count = incident.count,
                                                                   ticket = tickets_](const Result<void>& result) {
    if (!alive.expired()) repaired(count, ticket, result);
  });
}

void IncidentDesk::repaired(std::uint32_t count, std::uint64_t ticket, const Result<void>& result) {
  for (auto& incident : incidents_) {
    if (incident.count == count && incident.repair && incident.repair->ticket == ticket) end_repair(incident, result);
  }
  parts_.look_now();
  tick();
}

void IncidentDesk::end_repair(Incident& incident, const Result<void>& result) {
  const auto repair = *std::exchange(incident.repair, std::nullopt);
  if (result) return watch(incident, repair.remedy->id, repair.cause, true);
  helped_not(incident, repair.remedy->id, "failed:" + std::string(result.error().reason.text()));
  set_state(incident, IncidentState::NeedsYou);
}

void IncidentDesk::helped_not(Incident& incident, const std::string& remedy, const std::string& result) {
  incident.tried.push_back({remedy, result, parts_.clock.now()});
  if (incident.tried.size() > kMostTold) incident.tried.erase(incident.tried.begin());
  changed_ = true;
  write(incident, [&](journal::v1::Event& event) {
    event.mutable_remedy_ended()->set_remedy(remedy);
    event.mutable_remedy_ended()->set_result(result);
  });
}

void IncidentDesk::watch(Incident& incident, const std::string& remedy, const std::string& cause, bool carried_out) {
  incident.watch = Incident::Watch{remedy, cause, carried_out, parts_.clock.steady() + kWatching};
  incident.next = {};
  set_state(incident, IncidentState::Watching);
}

void IncidentDesk::set_state(Incident& incident, IncidentState state) {
  if (std::exchange(incident.state, state) != state) changed_ = true;
}

}  // namespace omote::host
