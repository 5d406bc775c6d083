#include "host/diagnosis_desk.hpp"

#include "base/log.hpp"
#include "link/messages/web_json.hpp"

namespace omote::host {

namespace {

constexpr std::chrono::milliseconds kTick{500};

console::v1::Fact shown(const fact::Fact& fact) {
  console::v1::Fact shown;
  shown.set_id(fact.id);
  shown.set_subject(fact.subject);
  shown.set_known(fact.value.has_value());
  if (fact.value) shown.set_value(fact::to_text(fact));
  shown.set_unknown(fact.unknown);
  shown.set_seen(to_iso(fact.seen));
  return shown;
}

}  // namespace

DiagnosisDesk::DiagnosisDesk(DiagnosisParts parts)
    : loop_(parts.loop),
      every_half_second_(std::move(parts.every_half_second)),
      look_now_(std::move(parts.look_now)),
      actions_(std::move(parts.actions)),
      experience_(diagnosis::ExperienceFile::open(parts.experience)),
      incidents_({parts.clock, parts.catalogue, parts.version, parts.journal, experience_, actions_, std::move(parts.idle),
                  [this] {
                    if (watch_) watch_->look_now();
                    look_now_();
                  },
                  std::move(parts.changed)}),
      host_(parts.clock, parts.catalogue, parts.version, incidents_),
      visits_(parts.clock) {
  // Probes may outlive the program's own clock object.
  watch_ = std::make_unique<diagnosis::ProbeWatch>(
      std::move(parts.probes), std::make_shared<SystemClock>(),
      [&loop = loop_](std::move_only_function<void()> task) { loop.post(std::move(task)); },
      [this](std::vector<fact::Fact> facts) {
        host_.pass_settled(facts);
        incidents_.take(facts);
      });
  timer_ = loop_.after(kTick, [this] { tick_often(); });
}

DiagnosisDesk::~DiagnosisDesk() {
  loop_.cancel(timer_);
}

void DiagnosisDesk::tick_often() {
  every_half_second_();
  incidents_.tick();
  timer_ = loop_.after(kTick, [this] { tick_often(); });
}

void DiagnosisDesk::visit_ended(const console::v1::Visit& visit, const VisitTraits& traits) {
  const auto& terminal = visit.terminal();
  host_.reader_held(terminal, visit.reason() == "card_in_use");
  // Whoever gives up after a trouble of this visit takes the card: that is none of its own.
  if (visit.reason() == "card_removed_early" && incidents_.met_in(visit.id())) return;
  // What staff decided is a trouble too, where the catalogue has words for it.
  if (visit.outcome() == "failed" || (visit.outcome() == "cancelled" && incidents_.knows(visit.reason(), visit.phase()))) {
    incidents_.take(visits_.failed(terminal, traits, visit.reason(), visit.phase()));
    incidents_.visit_trouble(terminal, visit.id(), visit.reason(), visit.phase());
  } else if (visit.outcome() == "delivered" || visit.outcome() == "kept") {
    incidents_.take(visits_.good(terminal, traits));
    incidents_.visit_good(terminal, visit.id());
  }
}

void DiagnosisDesk::visit_trouble(const std::string& terminal, const std::string& visit, const VisitTraits& traits,
                                  const std::string& reason, const std::string& phase) {
  incidents_.take(visits_.failed(terminal, traits, reason, phase));
  incidents_.visit_trouble(terminal, visit, reason, phase, true);
}

void DiagnosisDesk::library_trouble(const std::string& terminal, const std::string& reason, const std::string& phase) {
  host_.account_mistake(reason);
  if (!terminal.empty()) incidents_.take(visits_.failed(terminal, {}, reason, phase));
  incidents_.visit_trouble(terminal, "", reason, phase, true);
}

void DiagnosisDesk::library_good(const std::string& terminal, const std::string& phase) {
  if (phase == "start") host_.account_mistake("");
  incidents_.call_good(terminal, phase);
}

void DiagnosisDesk::forget(const std::string& terminal) {
  visits_.forget(terminal);
  host_.forget(terminal);
}

void DiagnosisDesk::note(const Result<void>& done) const {
  if (!done) log::warning("the console's wish about an incident: {}", describe(done.error()));
}

bool DiagnosisDesk::wish(const console::v1::FromPage& wish) {
  if (wish.has_run_remedy()) {
    note(incidents_.run_remedy(wish.run_remedy().incident(), wish.run_remedy().remedy(), "console"));
  } else if (wish.has_step_done()) {
    const auto& step = wish.step_done();
    note(incidents_.step_done(step.incident(), step.remedy(), step.step(), step.helped()));
  } else if (wish.has_answer_question()) {
    const auto& said = wish.answer_question();
    note(incidents_.answer(said.incident(), said.fact(), said.not_known() ? std::nullopt : std::optional(said.yes())));
  } else {
    return false;
  }
  return true;
}

void DiagnosisDesk::fill(console::v1::State& state) const {
  for (const auto* incident : incidents_.incidents()) *state.add_incidents() = incidents_.shown(*incident);
}

void DiagnosisDesk::serve(console::Routes& routes) const {
  routes.add("GET", "/api/facts", console::Right::Look, [this](const console::Asked&, const console::Answer& answer) {
    console::v1::Facts facts;
    for (const auto& fact : incidents_.facts().all()) *facts.add_facts() = shown(fact);
    answer(net::json_response(200, link::to_web_json(facts)));
  });
}

kiosk::v1::Screen DiagnosisDesk::named(const std::string& terminal, kiosk::v1::Screen screen) const {
  const bool trouble = screen.id() == "trouble";
  if (!trouble && screen.id() != "waiting") return screen;
  auto& params = *screen.mutable_params();
  const auto* incident = incidents_.for_kiosk(terminal, trouble ? params["code"] : "", trouble ? params["detail"] : "");
  if (incident == nullptr) return screen;
  params["row"] = incident->entry->row;
  params["incident"] = incidents_.number_of(*incident);
  params["qr"] = incidents_.qr_of(*incident);
  if (incident->repair) {
    params["repair"] = incident->repair->remedy->id;
    params["repair_seconds"] = std::to_string(incidents_.seconds_left(*incident));
  }
  return screen;
}

}  // namespace omote::host
