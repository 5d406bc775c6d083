#include "sim/scenario/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>

#include "domain/catalogue/catalogue.hpp"
#include "sim/faults/fault.hpp"
#include "sim/scenario/invariants.hpp"

namespace omote::sim::scenario {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kVisit{45'000};
constexpr milliseconds kRecognise{10'000};  // after the fact is visible; the promise is 2 s
constexpr milliseconds kSettle{6'000};      // from the incident to the right cause
constexpr milliseconds kScreen{8'000};      // the national system is looked at every five seconds
constexpr milliseconds kDeliver{15'000};    // from the outbox
constexpr milliseconds kLook{40};

int ms_between(Clock::time_point from, Clock::time_point to) {
  return static_cast<int>(std::max<std::int64_t>(0, std::chrono::duration_cast<milliseconds>(to - from).count()));
}

// Without the picture of the incident's number, which fills pages.
std::string told(const kiosk::v1::Screen& screen) {
  std::string text = screen.id();
  for (const auto& [name, value] : screen.params())
    if (name != "qr") text += fmt::format(" {}={}", name, value);
  return text;
}

std::string reasons(const console::v1::Incident& incident) {
  std::string text;
  for (const auto& finding : incident.findings()) {
    text += fmt::format("{}{:.0f} % {}:", text.empty() ? "" : "; ", finding.probability() * 100,
                        finding.cause().empty() ? "unknown" : finding.cause());
    for (const auto& one : finding.evidence())
      text += fmt::format(" {}={} x{:g} ({})", one.fact(), one.value(), one.factor(), one.seen());
    if (finding.missing_size() > 0) text += fmt::format(" (not known: {})", fmt::join(finding.missing(), ", "));
  }
  return text;
}

// As the catalogue has the row; of its several details the expected one when that is among them. Nothing: no such row.
const catalogue::Entry* entry_of(const Scenario& scenario) {
  static const auto kCatalogue = catalogue::Catalogue::built_in();
  const catalogue::Entry* found = nullptr;
  if (!kCatalogue) return found;
  for (const auto& entry : kCatalogue->entries()) {
    if (entry.row != scenario.row) continue;
    if (found == nullptr || entry.detail == scenario.expect.detail) found = &entry;
  }
  return found;
}

// What the console says about the row, else what the kiosk and the last visit show.
Recognised look(Clinic& clinic, const Scenario& scenario) {
  Recognised seen;
  const auto state = clinic.console();
  const bool answered = !state.version().empty();
  for (const auto& incident : state.incidents()) {
    // One trouble is one incident: the row's own, or another one's that tells it.
    const bool also = std::ranges::find(incident.also(), scenario.row) != incident.also().end();
    const auto* own = also ? entry_of(scenario) : nullptr;
    const auto& detail = own != nullptr ? own->detail : incident.detail();
    // One row may stand for several details.
    if ((incident.row() != scenario.row && !also) || (seen.incident && detail != scenario.expect.detail)) continue;
    seen = {.incident = true,
            .number = incident.number(),
            .code = own != nullptr ? own->code : incident.code(),
            .detail = detail,
            .cause = "",
            .who = incident.who(),
            .next = incident.next().id(),
            .severity = incident.severity(),
            .over = !incident.ended().empty(),
            .answered = answered};
    if (incident.findings_size() > 0) {
      seen.cause = incident.findings(0).cause();
      seen.probability = incident.findings(0).probability();
      seen.why = reasons(incident);
    }
    if (seen.detail == scenario.expect.detail) return seen;
  }
  if (seen.incident) return seen;
  seen.answered = answered;
  const auto screen = clinic.kiosk().screen();
  seen.code = bench::param_of(screen, "code");
  seen.detail = bench::param_of(screen, "detail");
  if (seen.code.empty() && state.last_visits_size() > 0) {
    seen.code = state.last_visits(0).code();
    seen.detail = state.last_visits(0).detail();
  }
  return seen;
}

// What the program's own catalogue says of a row: code, detail, the likeliest cause and whose turn it is. Nothing when it does
// not know the row.
Recognised explained(const std::string& answer, const std::string& row) {
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  Recognised said;
  if (!json.is_object()) return said;
  for (const auto& entry : json.value("entries", nlohmann::json::array())) {
    if (entry.value("row", "") != row) continue;
    said.code = entry.value("code", "");
    said.detail = entry.value("detail", "");
    said.who = entry.value("who", "");
    for (const auto& cause : entry.value("causes", nlohmann::json::array())) {
      if (cause.value("prior", 0.0) <= said.probability) continue;
      said.cause = cause.value("id", "");
      said.probability = cause.value("prior", 0.0);
    }
  }
  for (const auto& cause : json.value("causes", nlohmann::json::array())) {
    if (cause.value("id", "") == said.cause) said.who = cause.value("who", said.who);
  }
  return said;
}

class Run {
 public:
  Run(const Scenario& scenario, const Places& places) : scenario_(scenario), places_(places) {}

  Report go() {
    if (auto begun = begin(); !begun) {
      problem(describe(begun.error()));
    } else if (!scenario_.ask.empty() && scenario_.then == "visit") {
      walk();
      ask();
      recover();
      check_afterwards();
    } else if (!scenario_.ask.empty()) {
      if (!injected_.empty()) come_back();
      ask();
      // What was asked for made the terminal a stranger.
      if (scenario_.recover.by == "pairing") {
        recover();
        check_afterwards();
      }
    } else {
      watch();
      check_next();
      check_beside();
      check_alone();
      check_kiosk();
      check_fired();
      recover();
      check_afterwards();
    }
    finish();
    return std::move(report_);
  }

 private:
  void problem(std::string text) { report_.problems.push_back(std::move(text)); }

  Result<void> begin() {
    auto clinic = Clinic::prepare(scenario_.given, places_);
    if (!clinic) return pass(clinic);
    clinic_ = std::move(*clinic);
    ground_.emplace(clinic_->ground());
    const bool before = scenario_.given.moment == "before";
    if (before) {
      if (auto done = inject(); !done) return done;
    }
    if (auto opened = clinic_->open_doors(); !opened) return opened;
    if (!before) {
      if (scenario_.given.paired) clinic_->wait_for_facts();
      for (int i = 0; i < scenario_.given.visits; ++i) visit_well("earlier");
      if (auto reached = clinic_->bring_to(scenario_.given.moment); !reached) return reached;
      if (auto done = inject(); !done) return done;
    }
    visible_ = Clock::now();
    return {};
  }

  Result<void> inject() {
    for (const auto& injection : scenario_.inject) {
      std::this_thread::sleep_for(milliseconds(injection.after_ms));
      auto injected = faults::inject(*ground_, injection.fault, injection.with);
      if (!injected) return pass(injected);
      if (injection.for_ms > 0) {
        std::this_thread::sleep_for(milliseconds(injection.for_ms));
        const bool fired = injected->fired();
        if (auto undone = injected->undo(); !undone) return undone;
        *injected = {[]() -> Result<void> { return {}; }, [fired] { return fired; }};
      }
      injected_.push_back(std::move(*injected));
    }
    return {};
  }

  // A question about something that people do: the terminal is away for a moment, and back without hands.
  void come_back() {
    constexpr milliseconds kGoes{8'000};
    const auto ready = [](const kiosk::v1::Screen& screen) { return screen.id() == "ready"; };
    const auto away = [&](const kiosk::v1::Screen& screen) { return !ready(screen); };
    if (!clinic_->kiosk().wait_for(away, kGoes)) problem("nobody noticed anything");
    if (!clinic_->kiosk().wait_for(ready, std::chrono::seconds(scenario_.recover.within_s)))
      problem("not back: " + clinic_->kiosk().screen().ShortDebugString());
    check_fired();
    report_.recovered_ms = ms_between(visible_.load(), Clock::now());
  }

  // Nothing is wrong, so only the kiosk shows it.
  void walk() {
    clinic_->go_on(kVisit);
    check_kiosk();
    check_fired();
    visible_ = Clock::now();
  }

  // The situation is a question: the running system must know the answer.
  void ask() {
    const auto begun = Clock::now();
    bool answered = true;
    for (const auto& question : scenario_.ask) {
      const auto answer = clinic_->ask(question);
      answered = answered && !answer.empty();
      for (const auto& text : question.has) {
        if (answer.find(text) == std::string::npos)
          problem(fmt::format("{}{}: \"{}\" is not in the answer", question.command, question.fetch, text));
      }
    }
    report_.fired = answered && (report_.fired || scenario_.inject.empty());
    if (!answered) problem("a question was not answered");
    report_.got = explained(clinic_->ask({"explain " + scenario_.row + " --json", "", {}}), scenario_.row);
    compare();
    report_.recognised_ms = ms_between(begun, Clock::now());
    if (injected_.empty()) report_.recovered_ms = 0;
    describe_remedy();
  }

  // The patient goes on beside us; the fact is visible when the visit came to an end.
  void watch() {
    std::atomic<bool> going{scenario_.then == "visit"};
    std::thread patient;
    if (going) {
      patient = std::thread([&] {
        clinic_->go_on(kVisit);
        visible_ = Clock::now();
        going = false;
      });
    }
    std::optional<Clock::time_point> incident;
    for (;;) {
      const auto now = Clock::now();
      report_.got = look(*clinic_, scenario_);
      if (report_.got.incident && !incident) incident = now;
      if (incident && !going && (report_.got.cause == scenario_.expect.cause || now > *incident + kSettle)) break;
      if (!incident && !going && now > visible_.load() + kRecognise) break;
      std::this_thread::sleep_for(kLook);
    }
    if (patient.joinable()) patient.join();
    if (incident) report_.recognised_ms = ms_between(visible_.load(), *incident);
    check_recognised();
  }

  void check_recognised() {
    if (!report_.got.incident) problem("no incident of row " + scenario_.row + " at the console");
    compare();
  }

  // What was got with what the scenario expects.
  void compare() {
    const auto& got = report_.got;
    const auto& expected = scenario_.expect;
    const bool known = got.incident || !scenario_.ask.empty();
    if (got.code != expected.code || got.detail != expected.detail) {
      problem(fmt::format("code {} {} instead of {} {}", got.code, got.detail, expected.code, expected.detail));
    }
    if (known && got.cause != expected.cause) {
      problem(fmt::format("cause {} ({:.0f} %) instead of {}: {}", got.cause.empty() ? "unknown" : got.cause,
                          got.probability * 100, expected.cause, got.why));
    }
    if (known && !expected.who.empty() && got.who != expected.who) problem("whose turn: " + got.who);
  }

  void check_next() {
    const auto& wanted = scenario_.expect.next;
    if (wanted.empty()) return;
    for (const auto until = Clock::now() + kSettle; Clock::now() < until; std::this_thread::sleep_for(kLook))
      if (look(*clinic_, scenario_).next == wanted) return;
    problem(fmt::format("{} is proposed instead of {}", look(*clinic_, scenario_).next, wanted));
  }

  // Nothing is claimed that is not so.
  void check_alone() {
    if (std::ranges::find(scenario_.checks, "nothing_else") == scenario_.checks.end()) return;
    const auto state = clinic_->console();
    for (const auto& incident : state.incidents()) {
      const bool tells_row = std::ranges::find(incident.also(), scenario_.row) != incident.also().end();
      const bool expected = incident.row() == scenario_.row || tells_row ||
                            std::ranges::find(scenario_.expect.beside, incident.row()) != scenario_.expect.beside.end();
      if (!expected) problem(fmt::format("{} is said as well: {}", incident.row(), reasons(incident)));
    }
  }

  // Several faults at once: none of them hides another.
  void check_beside() {
    const auto stands = [&](const std::string& row) {
      const auto state = clinic_->console();
      return std::ranges::any_of(state.incidents(), [&](const auto& incident) {
        return incident.row() == row || std::ranges::find(incident.also(), row) != incident.also().end();
      });
    };
    for (const auto& row : scenario_.expect.beside) {
      bool seen = false;
      for (const auto until = Clock::now() + kRecognise; !seen && Clock::now() < until; std::this_thread::sleep_for(kLook))
        seen = stands(row);
      if (!seen) problem("no incident of row " + row + " beside it");
    }
  }

  void check_kiosk() {
    const auto& wanted = scenario_.expect.kiosk;
    if (wanted.screen.empty()) return;
    const auto fits = [&](const kiosk::v1::Screen& screen) {
      return screen.id() == wanted.screen &&
             std::ranges::all_of(wanted.params,
                                 [&](const auto& one) { return bench::param_of(screen, one.first) == one.second; }) &&
             std::ranges::all_of(wanted.offers, [&](const auto& action) { return bench::offers(screen, action); });
    };
    if (clinic_->kiosk().wait_for(fits, kScreen)) return;
    // It may have stood there and given way to another one by now: the patient saw it.
    const auto all = clinic_->kiosk().seen();
    if (std::ranges::any_of(all, [&](const auto& seen) { return fits(seen.screen); })) return;
    problem(fmt::format("kiosk: {} was never shown; there stands {}", wanted.screen, told(clinic_->kiosk().screen())));
  }

  void check_fired() {
    report_.fired = !injected_.empty() && std::ranges::all_of(injected_, [](const auto& one) { return one.fired(); });
    if (!report_.fired) problem("the fault did not fire");
  }

  void recover() {
    const auto& recovery = scenario_.recover;
    describe_remedy();
    const auto begin = recovery.by == "itself" ? visible_.load() : Clock::now();
    if (recovery.by == "undo") undo_all();
    if (recovery.by == "remedy") run_remedy(recovery.remedy);
    // Strangers whose trouble is over meet for the first time then.
    if (recovery.by == "pairing" || !scenario_.given.paired) {
      if (auto paired = clinic_->pair(std::chrono::seconds(recovery.within_s)); !paired) problem(describe(paired.error()));
    }
    clinic_->take_card();
    const auto until = Clock::now() + std::chrono::seconds(recovery.within_s);
    const auto ready = [](const kiosk::v1::Screen& screen) { return screen.id() == "ready"; };
    bool back = false;
    for (; !back && Clock::now() < until; std::this_thread::sleep_for(kLook)) {
      back = clinic_->kiosk().wait_for(ready, milliseconds(500)) && is_over();
    }
    if (back) report_.recovered_ms = ms_between(begin, Clock::now());
    if (!back) {
      problem(fmt::format("not back at the start within {} s: there stands {}{}", recovery.within_s,
                          told(clinic_->kiosk().screen()), is_over() ? "" : ", incident open"));
    }
    // What came back by itself stays as the cure left it; undoing may start a program again.
    if (recovery.by != "undo" && recovery.by != "itself") undo_all();
  }

  // What concerned one visit stands until another one went well there; everything else is over when its cause is gone.
  // A host that was started anew knows nothing of it any more: then its console must answer and have none.
  [[nodiscard]] bool is_over() {
    if (!report_.got.incident || report_.got.severity == "visit" || scenario_.recover.notice_stays) return true;
    const auto seen = look(*clinic_, scenario_);
    return seen.incident ? seen.over : seen.answered;
  }

  void describe_remedy() {
    const auto& recovery = scenario_.recover;
    const auto catalogue = catalogue::Catalogue::built_in();
    const auto* remedy = catalogue ? catalogue->remedy(recovery.remedy) : nullptr;
    if (remedy != nullptr) {
      const bool by_hand = remedy->kind == catalogue::RemedyKind::Hand;
      report_.remedy_kind = by_hand ? "hand" : remedy->kind == catalogue::RemedyKind::Consent ? "consent" : "automatic";
      report_.steps_by_hand = by_hand ? static_cast<int>(remedy->steps.size()) : report_.remedy_kind == "consent" ? 1 : 0;
    } else if (!recovery.remedy.empty()) {
      problem("the catalogue has no remedy " + recovery.remedy);
    }
    if (recovery.steps_by_hand >= 0) report_.steps_by_hand = recovery.steps_by_hand;
  }

  void undo_all() {
    for (auto one = injected_.rbegin(); one != injected_.rend(); ++one) {
      if (auto undone = one->undo(); !undone) problem("undo: " + describe(undone.error()));
    }
    injected_.clear();
  }

  void run_remedy(const std::string& remedy) {
    console::v1::FromPage wish;
    wish.mutable_run_remedy()->set_incident(report_.got.number);
    wish.mutable_run_remedy()->set_remedy(remedy);
    clinic_->wish(wish);
  }

  void visit_well(const std::string& which) {
    if (const auto screen = clinic_->go_on(kVisit); screen.id() != "take_card")
      problem("the " + which + " patient: " + told(screen));
    clinic_->take_card();
    if (!clinic_->kiosk().wait_for([](const auto& screen) { return screen.id() == "ready"; }, kScreen))
      problem("no start screen after the " + which + " patient");
  }

  void check_afterwards() {
    for (const auto& check : scenario_.checks) {
      if (check == "next_visit") {
        visit_well("next");
      } else if (check == "result_delivered" || check == "no_result") {
        const auto wanted = check == "result_delivered";
        for (const auto until = Clock::now() + kDeliver; wanted && clinic_->result_files() == 0 && Clock::now() < until;) {
          std::this_thread::sleep_for(kLook);
        }
        const auto files = clinic_->result_files();
        if ((files > 0) != wanted) problem(fmt::format("{}: {} files", check, files));
      } else if (check == "no_try_lost" && clinic_->verifies() > 0) {
        problem(fmt::format("{} entries went to the card", clinic_->verifies()));
      }
    }
  }

  void finish() {
    if (!clinic_) return;
    Traces traces{places_.folder, clinic_->site().output_folder(), clinic_->persona(), clinic_->verifies(),
                  scenario_.row == "OMT99"};
    if (!injected_.empty()) undo_all();
    clinic_->site().stop();
    const auto broken = broken_invariants(traces);
    report_.invariants = broken.empty() ? "ok" : fmt::format("{}", fmt::join(broken, "; "));
    for (const auto& one : broken) problem(one);
  }

  const Scenario& scenario_;
  const Places& places_;
  std::unique_ptr<Clinic> clinic_;
  std::optional<faults::Ground> ground_;
  std::vector<faults::Injected> injected_;
  std::atomic<Clock::time_point> visible_{};
  Report report_;
};

}  // namespace

Report run(const Scenario& scenario, const Places& places) {
  return Run(scenario, places).go();
}

nlohmann::ordered_json to_json(const Scenario& scenario, const Report& report) {
  return {{"id", scenario.id},
          {"row", scenario.row},
          {"fired", report.fired},
          {"expected", {{"code", scenario.expect.code}, {"detail", scenario.expect.detail}, {"cause", scenario.expect.cause}}},
          {"got",
           {{"code", report.got.code},
            {"detail", report.got.detail},
            {"cause", report.got.cause},
            {"probability", report.got.probability}}},
          {"remedy", report.remedy_kind},
          {"steps_by_hand", report.steps_by_hand},
          {"recognised_ms", report.recognised_ms},
          {"recovered_ms", report.recovered_ms},
          {"invariants", report.invariants},
          {"problems", report.problems},
          {"passed", report.passed()}};
}

}  // namespace omote::sim::scenario
