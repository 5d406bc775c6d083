#include "domain/visit/rules.hpp"

#include <algorithm>

namespace omote::visit {

namespace {

constexpr std::string_view kPhaseCard = "card";

bool waits_for_person(const State& s) {
  return s.phase == Phase::Choosing || (s.phase == Phase::Face && !s.face_running) || s.phase == Phase::Pin ||
         s.phase == Phase::Staff || s.phase == Phase::Moved || s.phase == Phase::Registering || s.phase == Phase::Consent;
}

}  // namespace

Step step(State state, Event event, const Policy& policy) {
  Step result{std::move(state), {}};
  Rules(result.state, result.effects, policy).apply(std::move(event));
  return result;
}

void Rules::apply(Event&& event) {
  std::visit([this](auto& happened) { on(happened); }, event);
}

// A screen that is shown again with the same touches keeps its revision: a touch that is under way still counts.
void Rules::show(std::string screen, Params params, std::vector<std::string> actions, std::uint32_t seconds_left) {
  if (screen != s_.screen || actions != s_.actions) ++s_.revision;
  s_.screen = screen;
  s_.actions = actions;
  ask(Show{s_.revision, std::move(screen), std::move(params), std::move(actions), seconds_left});
}

// Back to the start, as far as everything that a visit needs is there.
void Rules::settle() {
  ask(StopTimer{Timer::News});
  s_.phase = Phase::Waiting;
  if (!s_.terminal_up) return show("waiting", {{"for", "terminal"}, {"reason", s_.terminal_reason}}, {});
  if (!s_.open) return show("waiting", {{"for", "stopped"}}, {});
  if (s_.lent != Lent::No) return show("waiting", {{"for", "library"}}, {});
  if (!s_.records) return show("waiting", {{"for", "records"}}, {});
  if (!s_.national_up) return show("waiting", {{"for", "national"}, {"reason", s_.national_reason}}, {});
  if (s_.reader == Reader::ServiceMissing || s_.reader == Reader::ServiceSilent)
    return show("waiting", {{"for", "card_service"}}, {});
  if (s_.reader == Reader::Missing) return show("waiting", {{"for", "reader"}}, {});
  if (s_.reader == Reader::Card) return begin();
  s_.phase = Phase::Ready;
  show("ready", {}, {});
}

void Rules::begin() {
  ask(StopTimer{Timer::News});
  ++s_.number;
  s_.running = true;
  s_.phase = Phase::CardPlaced;
  ask(BeginVisit{});
  ask(ReadCard{});
  show("reading", {}, {"cancel"});
}

void Rules::person_waited_for() {
  if (waits_for_person(s_)) {
    ask(StartTimer{Timer::Patience, s_.phase == Phase::Moved ? policy_.move_limit : policy_.patience});
  } else {
    ask(StopTimer{Timer::Patience});
  }
}

// The one closing path. What the visit held goes; the last screen is the caller's. Without an end the visit goes on elsewhere.
void Rules::close(std::optional<EndVisit> end) {
  if (!s_.running) return;
  if (s_.front == FrontReading::Running) ask(StopCardFace{});
  if (s_.face_running) ask(StopFace{});
  ask(StopTimer{Timer::Patience});
  ask(ReleaseCard{});
  ask(Wipe{});
  if (end) ask(std::move(*end));
  State empty;
  empty.terminal_up = s_.terminal_up;
  empty.terminal_reason = std::move(s_.terminal_reason);
  empty.national_up = s_.national_up;
  empty.national_reason = std::move(s_.national_reason);
  empty.records = s_.records;
  empty.reader = s_.reader;
  empty.open = s_.open;
  empty.lent = s_.lent;
  empty.number = s_.number;
  empty.revision = s_.revision;
  empty.screen = std::move(s_.screen);
  empty.actions = std::move(s_.actions);
  empty.phase = Phase::TakeCard;
  s_ = std::move(empty);
  if (s_.reader != Reader::Card) ask(StartTimer{Timer::News, policy_.news});
}

// The catalogue says which code and detail the reason has in that phase.
const catalogue::FailureEntry& Rules::fail(std::string_view reason, std::string_view phase) {
  const auto& entry = catalogue::find_failure(reason, phase);
  close(EndVisit{.outcome = Outcome::Failed,
                 .code = std::string(entry.code),
                 .detail = std::string(entry.detail),
                 .reason = std::string(reason),
                 .phase = std::string(phase)});
  return entry;
}

void Rules::fail_visit(std::string_view reason, std::string_view phase) {
  const auto& entry = fail(reason, phase);
  show("trouble",
       {{"code", std::string(entry.code)},
        {"detail", std::string(entry.detail)},
        {"reason", std::string(reason)},
        {"who", std::string(entry.who)}},
       s_.reader == Reader::Card ? std::vector<std::string>{"again"} : std::vector<std::string>{});
}

void Rules::on(TerminalWentUp&) {
  s_.terminal_up = true;
  s_.terminal_reason.clear();
  if (s_.phase == Phase::Waiting) settle();
}

void Rules::on(TerminalWentDown& event) {
  s_.terminal_up = false;
  s_.terminal_reason = event.reason;
  // What the patient agreed to is carried through, as when the card goes.
  if (s_.phase == Phase::Delivering || s_.phase == Phase::TakeCard) return;
  if (s_.running) fail("link_lost", kPhaseCard);
  settle();
}

void Rules::on(NationalWentUp&) {
  s_.national_up = true;
  s_.national_reason.clear();
  if (s_.phase == Phase::Waiting) settle();
}

// A running visit goes on: its own question tells whether the national system answers.
void Rules::on(NationalWentDown& event) {
  s_.national_up = false;
  s_.national_reason = event.reason;
  if (s_.phase == Phase::Waiting || s_.phase == Phase::Ready) settle();
}

// A visit that nobody could account for is not begun, and not gone on with; what the patient agreed to is carried through.
void Rules::on(RecordsStopped&) {
  s_.records = false;
  if (s_.running && s_.phase != Phase::Delivering) return fail_visit("journal_not_written", "");
  if (s_.phase == Phase::Waiting || s_.phase == Phase::Ready) settle();
}

void Rules::on(RecordsResumed&) {
  s_.records = true;
  if (s_.phase == Phase::Waiting) settle();
}

// Never taken from a patient: the service lends only an idle counter.
void Rules::on(CounterLent&) {
  if (s_.running) return;
  s_.lent = Lent::Yes;
  settle();
}

void Rules::on(CounterReturned&) {
  if (s_.lent == Lent::No) return;
  s_.lent = s_.reader == Reader::Card ? Lent::UntilEmpty : Lent::No;
  settle();
}

void Rules::on(ReaderSeen& event) {
  if (event.reader == s_.reader) return;
  if (s_.lent == Lent::UntilEmpty && event.reader != Reader::Card) s_.lent = Lent::No;
  const bool placed = event.reader == Reader::Card;
  s_.reader = event.reader;
  if (s_.running) return card_went(event.reader);
  if (s_.phase == Phase::TakeCard && !placed && event.reader == Reader::Empty && s_.screen != "take_card") {
    // The last word stays readable for a moment after the card is gone.
    ask(StartTimer{Timer::News, policy_.news});
    return;
  }
  settle();
}

void Rules::card_went(Reader now) {
  // What the patient agreed to is carried through, without card and without reader; nothing on the screen names a person.
  if (s_.phase == Phase::Moved && now == Reader::Card) {
    s_.phase = Phase::CardPlaced;
    ask(StopTimer{Timer::Patience});
    ask(ReadCard{});
    return show("reading", {}, {"cancel"});
  }
  if (now == Reader::Card || s_.phase == Phase::Delivering || (s_.phase == Phase::Moved && now == Reader::Empty)) return;
  if (now == Reader::ServiceSilent) return fail_visit("card_time_out", kPhaseCard);
  if (now != Reader::Empty) return fail_visit(now == Reader::Missing ? "reader_missing" : "card_service_missing", kPhaseCard);
  const auto& entry = fail("card_removed_early", kPhaseCard);
  show("taken_early", {{"code", std::string(entry.code)}, {"detail", std::string(entry.detail)}}, {});
}

void Rules::on(Touched& event) {
  if (event.revision != s_.revision) return;
  if (std::ranges::find(s_.actions, event.action) == s_.actions.end()) return;
  if (s_.running) {
    touch_in_visit(event.action, event.value);
    if (s_.running) person_waited_for();
  } else if (s_.phase == Phase::TakeCard && event.action == "again") {
    settle();
  }
}

void Rules::touch_in_visit(const std::string& action, Secret& value) {
  if (action == "cancel") {
    close(EndVisit{.outcome = Outcome::Cancelled, .reason = "cancelled_by_patient"});
    return show("cancelled", {}, {});
  }
  if (action == "face" || (action == "again" && s_.phase == Phase::Face)) return choose_face();
  if (action == "pin") return choose_pin();
  if (action == "staff") return choose_staff();
  if (action == "continue" && s_.phase == Phase::Pin) {
    s_.last_try_confirmed = true;
    return show_pin(false);
  }
  if (action == "enter" && s_.phase == Phase::Pin) return enter_pin(std::move(value));
  if (action == "enter" && s_.phase == Phase::Staff) return enter_staff_code(value);
  if (s_.phase == Phase::Registering && action == "agree") {
    ask(RegisterCard{});
    return show("asking", {}, {});
  }
  if (s_.phase == Phase::Registering && action == "decline") {
    close(EndVisit{.outcome = Outcome::Cancelled, .reason = "registration_declined"});
    return show("cancelled", {}, {});
  }
  if (s_.phase != Phase::Consent) return;
  if (action == "all" || action == "none") {
    std::map<std::string, bool> answers;
    for (const auto& question : s_.questions) answers[question] = action == "all";
    return give_consent(std::move(answers));
  }
  if (action == "submit") return submit_consents(value);
  ask_consent();
  if (action == "each") show("consent_each", {{"questions", catalogue::join(s_.questions)}}, {"submit", "back"});
}

// Too late once the result is on its way: it may be written already, and a cancelled visit has no result.
void Rules::on(CancelledByStaff&) {
  if (!s_.running || s_.phase == Phase::Delivering) return;
  close(EndVisit{.outcome = Outcome::Cancelled, .reason = "cancelled_by_staff"});
  show("cancelled", {}, {});
}

// A visit that runs is finished first; what comes after it finds the terminal closed.
void Rules::on(CheckInSwitched& event) {
  s_.open = event.open;
  if (s_.phase == Phase::Waiting || s_.phase == Phase::Ready) settle();
}

void Rules::on(TimeUp& event) {
  if (event.timer == Timer::News) {
    if (s_.phase == Phase::TakeCard && s_.reader != Reader::Card) settle();
    return;
  }
  if (!s_.running || !waits_for_person(s_)) return;
  close(EndVisit{.outcome = Outcome::Cancelled, .reason = "nobody_answered"});
  show("cancelled", {{"why", "time"}}, {});
}

}  // namespace omote::visit
