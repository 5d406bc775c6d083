// What people want of an incident: a cure carried out, a step by hand done, a question answered.
#include <algorithm>

#include "domain/incident/number.hpp"
#include "host/incident_desk.hpp"

namespace omote::host {

// By any number that it had: they differ in state and cause, never in the count.
Result<Incident*> IncidentDesk::find(const std::string& number) {
  const auto facts = incident::read_number(number, parts_.catalogue);
  if (facts) {
    for (auto& incident : incidents_)
      if (!incident.over() && incident.count == facts->count && incident.entry->row == facts->row)
        return incident.within ? teller_of(incident) : &incident;
  }
  return fail("incident_unknown", number);
}

Result<void> IncidentDesk::run_remedy(const std::string& number, const std::string& id, const std::string& by) {
  auto found = find(number);
  if (!found) return pass(found);
  auto& incident = **found;
  const auto* remedy = parts_.catalogue.remedy(id);
  const auto at = std::ranges::find_if(incident.findings, [&](const diagnosis::Finding& finding) {
    const auto* cause = parts_.catalogue.cause(finding.cause);
    return cause != nullptr && std::ranges::find(cause->remedies, id) != cause->remedies.end();
  });
  if (remedy == nullptr || at == incident.findings.end() || remedy->kind == catalogue::RemedyKind::Hand || incident.repair)
    return fail("remedy_not_offered", id);
  if (!parts_.actions.knows(remedy->action)) return fail("remedy_not_here", id);
  const auto cause = at->cause;
  start(incident, *remedy, cause, by);
  tick();
  return {};
}

Result<void> IncidentDesk::step_done(const std::string& number, const std::string& id, unsigned step, bool helped) {
  auto found = find(number);
  if (!found) return pass(found);
  auto& incident = **found;
  const auto* remedy = parts_.catalogue.remedy(id);
  // A second touch on the same button, or a page that shows what was: nothing happens twice.
  if (remedy == nullptr || incident.next.id != id || incident.step != step || incident.repair || incident.watch)
    return fail("step_not_offered", id);
  if (step == 0) {
    write(incident, [&](journal::v1::Event& event) {
      auto& started = *event.mutable_remedy_started();
      started.set_remedy(id);
      started.set_kind("hand");
      started.set_by("console");
    });
  }
  const auto* check = step < remedy->steps.size() && remedy->steps[step].check ? &*remedy->steps[step].check : nullptr;
  const bool last = step + 1 >= remedy->steps.size();
  const auto cause = incident.next.cause;
  if (helped || (last && check != nullptr && catalogue::met(*check, facts_, incident.subject))) {
    // A visit's trouble is gone when the person says so; what facts or desks tell they have to take back themselves.
    incident.visit_until.reset();
    watch(incident, id, cause, true);
    parts_.look_now();
  } else if (!last) {
    ++incident.step;
    incident.step_since = parts_.clock.steady();
    changed_ = true;
  } else {
    helped_not(incident, id, "did_not_help");
  }
  tick();
  return {};
}

Result<void> IncidentDesk::answer(const std::string& number, const std::string& id, std::optional<bool> yes) {
  auto found = find(number);
  if (!found) return pass(found);
  auto& incident = **found;
  const auto* rule = parts_.catalogue.fact(id);
  if (rule == nullptr || rule->probe != "person") return fail("question_not_asked", id);
  incident.asked.insert(id);
  changed_ = true;
  if (yes) {
    write(incident, [&](journal::v1::Event& event) {
      event.mutable_question_answered()->set_fact(id);
      event.mutable_question_answered()->set_yes(*yes);
    });
    take({fact::known(id, rule->subject == "pc" ? "" : incident.subject, *yes, parts_.clock.now())});
  }
  tick();
  return {};
}

}  // namespace omote::host
