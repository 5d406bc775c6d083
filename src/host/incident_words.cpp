// Incidents as people and pages see them.
#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "console/qr_code.hpp"
#include "domain/incident/number.hpp"
#include "host/incident_desk.hpp"

namespace omote::host {

namespace {

std::string_view to_string(catalogue::Severity severity) {
  constexpr std::array<std::string_view, 3> kNames{"blocks", "visit", "warns"};
  return kNames[static_cast<std::size_t>(severity)];
}

std::string_view to_string(diagnosis::NextStep::Kind kind) {
  constexpr std::array<std::string_view, 3> kNames{"", "remedy", "question"};
  return kNames[static_cast<std::size_t>(kind)];
}

unsigned whole_seconds(std::chrono::steady_clock::duration time) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(time).count();
  return static_cast<unsigned>(std::max<std::int64_t>(0, seconds));
}

incident::NumberFacts number_facts(const Incident& incident, const std::string& version) {
  const auto& lead = incident.lead();
  return {version,
          incident.entry->row,
          std::string(to_string(incident.state)),
          lead.cause,
          static_cast<int>(std::lround(lead.probability * 100)),
          incident.count};
}

bool worse(const Incident* a, const Incident* b) {
  const auto order = [](const Incident& incident) {
    return std::tuple(incident.over(), incident.entry->severity, incident.over() ? -incident.ended.time_since_epoch().count() : 0,
                      -incident.began.time_since_epoch().count());
  };
  return order(*a) < order(*b);
}

void fill(console::v1::Finding& shown, const diagnosis::Finding& finding, const catalogue::Catalogue& catalogue) {
  shown.set_cause(finding.cause);
  shown.set_probability(finding.probability);
  for (const auto& [fact, factor] : finding.evidence) {
    auto& evidence = *shown.add_evidence();
    evidence.set_fact(fact.id);
    evidence.set_subject(fact.subject);
    evidence.set_value(fact::to_text(fact));
    evidence.set_speaks_for(factor > 1);
    evidence.set_factor(factor);
    evidence.set_seen(to_iso(fact.seen));
  }
  for (const auto& missing : finding.missing) shown.add_missing(missing);
  if (const auto* cause = catalogue.cause(finding.cause)) {
    for (const auto& remedy : cause->remedies) shown.add_remedies(remedy);
  }
}

}  // namespace

std::string_view to_string(IncidentState state) {
  constexpr std::array<std::string_view, 5> kNames{"looking", "repairing", "needs_you", "watching", "over"};
  return kNames[static_cast<std::size_t>(state)];
}

std::vector<const Incident*> IncidentDesk::incidents() const {
  std::vector<const Incident*> all;
  for (const auto& incident : incidents_)
    if (!incident.within) all.push_back(&incident);
  std::ranges::stable_sort(all, worse);
  return all;
}

const Incident* IncidentDesk::for_kiosk(const std::string& terminal, const std::string& code, const std::string& detail) const {
  const auto entries = code.empty() ? std::vector<const catalogue::Entry*>{} : parts_.catalogue.find(code, detail);
  for (const auto* incident : incidents()) {
    if (incident->over()) return nullptr;
    if (incident->subject != terminal && incident->terminal != terminal && !incident->terminal.empty()) continue;
    const auto tells = [&](const catalogue::Entry* entry) {
      return entry == incident->entry || incident->also.contains(entry->row);
    };
    if (code.empty() ? incident->entry->severity != catalogue::Severity::Warns : std::ranges::any_of(entries, tells))
      return incident;
  }
  return nullptr;
}

std::string IncidentDesk::number_of(const Incident& incident) const {
  return incident::make_number(number_facts(incident, parts_.version));
}

std::string IncidentDesk::qr_of(const Incident& incident) const {
  const auto facts = number_facts(incident, parts_.version);
  return console::qr_code(incident::qr_text(incident::make_number(facts), facts, *incident.entry));
}

unsigned IncidentDesk::seconds_left(const Incident& incident) const {
  if (!incident.repair) return 0;
  const std::chrono::duration<double> cost(incident.repair->remedy->cost_s);
  const auto end = incident.repair->began + std::chrono::duration_cast<std::chrono::steady_clock::duration>(cost);
  return std::max(1U, whole_seconds(end - parts_.clock.steady()));
}

console::v1::Incident IncidentDesk::shown(const Incident& incident) const {
  console::v1::Incident shown;
  shown.set_number(number_of(incident));
  shown.set_row(incident.entry->row);
  shown.set_code(incident.entry->code);
  shown.set_detail(incident.entry->detail);
  shown.set_phase(incident.phase);
  shown.set_who(incident.lead().cause.empty() ? incident.entry->who : parts_.catalogue.cause(incident.lead().cause)->who);
  shown.set_severity(std::string(to_string(incident.entry->severity)));
  shown.set_terminal(incident.terminal);
  shown.set_visit(incident.visit);
  shown.set_began(to_iso(incident.began));
  if (incident.over()) shown.set_ended(to_iso(incident.ended));
  shown.set_state(std::string(to_string(incident.state)));
  for (const auto& finding : incident.findings) fill(*shown.add_findings(), finding, parts_.catalogue);
  auto& next = *shown.mutable_next();
  next.set_kind(std::string(to_string(incident.next.kind)));
  next.set_id(incident.next.id);
  next.set_cause(incident.next.cause);
  next.set_step(incident.step);
  const auto* remedy = parts_.catalogue.remedy(incident.next.id);
  if (remedy != nullptr && incident.step < remedy->steps.size()) {
    next.set_wait_s(
        whole_seconds(incident.step_since + std::chrono::seconds(remedy->steps[incident.step].wait_s) - parts_.clock.steady()));
  }
  if (incident.repair) {
    shown.mutable_repair()->set_remedy(incident.repair->remedy->id);
    shown.mutable_repair()->set_seconds_left(seconds_left(incident));
    shown.mutable_repair()->set_began(to_iso(incident.repair->since));
  }
  for (const auto& [id, result, time] : incident.tried) {
    auto& tried = *shown.add_tried();
    tried.set_remedy(id);
    tried.set_result(result);
    tried.set_time(to_iso(time));
  }
  for (const auto& row : incident.also) shown.add_also(row);
  if (!incident.over()) shown.set_qr(qr_of(incident));
  return shown;
}

}  // namespace omote::host
