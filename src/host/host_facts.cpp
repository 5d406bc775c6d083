#include "host/host_facts.hpp"

#include <algorithm>
#include <utility>

namespace omote::host {

namespace {

// After the start a terminal that is there needs a third of a second to be found and to connect; what is not there by now is
// told, and gone again by itself when it comes.
constexpr std::chrono::milliseconds kStartUp{1'500};
// We are called twice a second: who was not for so long stood still, and all of the PC with him.
constexpr std::chrono::seconds kSlept{10};
constexpr std::chrono::seconds kHolderSeen{12};  // the probe has looked again by then
constexpr std::chrono::minutes kHolderForgotten{1};
constexpr std::string_view kRefusals[] = {"version", "not_paired", "serial_in_use", "other_certificate"};

bool refusal(const std::string& reason) {
  return std::ranges::find(kRefusals, reason) != std::end(kRefusals);
}

// "1.2.9" and "1.2.0" understand each other.
std::string_view series(std::string_view version) {
  return version.substr(0, version.rfind('.'));
}

fact::Value value_of(const link::v1::Fact& fact) {
  if (fact.has_flag()) return fact.flag();
  if (fact.has_number()) return fact.number();
  return fact.text();
}

}  // namespace

HostFacts::HostFacts(const Clock& clock, const catalogue::Catalogue& catalogue, std::string version, IncidentDesk& desk)
    : clock_(clock),
      catalogue_(catalogue),
      version_(std::move(version)),
      desk_(desk),
      began_(clock.steady()),
      day_(to_jst(clock.now()).date),
      last_wall_(clock.now()) {
  desk_.take({known("pc.slept_today", "", 0.0), known("national.time_outs_today", "", 0.0)});
}

fact::Fact HostFacts::known(std::string id, const std::string& terminal, fact::Value value) const {
  return fact::known(std::move(id), terminal, std::move(value), clock_.now());
}

void HostFacts::link_up(const std::string& terminal) {
  auto& here = terminals_[terminal];
  here.connected = here.ever_connected = true;
  here.refused.clear();
  desk_.take({known("link.connected", terminal, true), known("link.ever_connected", terminal, true),
              known("link.refused", terminal, std::string()), known("link.drops_today", terminal, double(here.drops))});
  desk_.desk_state("link", terminal, "", "");
}

void HostFacts::link_down(const std::string& terminal, const std::string& reason, bool in_visit) {
  auto& here = terminals_[terminal];
  const bool was_up = std::exchange(here.connected, false);
  if (was_up) ++here.drops;
  here.refused = refusal(reason) ? reason : "";
  std::vector<fact::Fact> facts{
      known("link.connected", terminal, false), known("link.ever_connected", terminal, here.ever_connected),
      known("link.refused", terminal, here.refused), known("link.drops_today", terminal, double(here.drops)),
      fact::not_known("link.latency_ms", terminal, "not_connected", clock_.now())};
  // What was seen while it was up says nothing about now; the probe looks at once.
  if (was_up) {
    facts.push_back(known("link.beacon_heard", terminal, false));
    facts.push_back(fact::not_known("link.device_answers", terminal, "not_looked", clock_.now()));
  }
  // What it said is not known any more.
  for (const auto& rule : catalogue_.facts()) {
    if (rule.subject == "terminal" && rule.probe == "terminal")
      facts.push_back(fact::not_known(rule.id, terminal, "not_connected", clock_.now()));
  }
  desk_.take(facts);
  // A refusal is told by its facts; before the first connection link_seen() tells, after the time that the start may take.
  const bool lost = here.refused.empty() && here.ever_connected;
  desk_.desk_state("link", terminal, lost ? "link_lost" : "", in_visit ? "card" : "idle");
}

void HostFacts::link_seen(const std::vector<link::KnownTerminal>& terminals) {
  new_day();
  holders_gone();
  strangers_gone(terminals);
  const bool started = clock_.steady() - began_ >= kStartUp;
  std::vector<std::string> at_start;
  std::vector<fact::Fact> facts;
  // That none called yet is no news in the first seconds.
  if (started || !terminals.empty()) facts.push_back(known("link.terminals", "", double(terminals.size())));
  for (const auto& terminal : terminals) {
    facts.push_back(known("link.paired", terminal.serial, terminal.paired));
    facts.push_back(known("link.beacon_heard", terminal.serial, terminal.up || terminal.heard));
    if (terminal.up) facts.push_back(known("link.refused", terminal.serial, std::string(terminal.twin ? "serial_in_use" : "")));
    if (!terminal.software.empty()) {
      facts.push_back(known("terminal.version", terminal.serial, terminal.software));
      facts.push_back(known("terminal.version_fits", terminal.serial,
                            terminal.reason != "version" && series(terminal.software) == series(version_)));
    }
    auto& here = terminals_[terminal.serial];
    here.stranger = !terminal.paired;
    if (!terminal.paired || here.ever_connected || here.connected || !started) continue;
    facts.push_back(known("link.connected", terminal.serial, false));
    facts.push_back(known("link.ever_connected", terminal.serial, false));
    if (here.refused.empty()) at_start.push_back(terminal.serial);
  }
  desk_.take(facts);
  for (const auto& serial : at_start) desk_.desk_state("link", serial, "link_lost", "start");
}

// A terminal that nobody registered and that calls no more is nobody's trouble.
void HostFacts::strangers_gone(const std::vector<link::KnownTerminal>& terminals) {
  std::vector<std::string> gone;
  for (const auto& [serial, here] : terminals_) {
    if (here.stranger && std::ranges::find(terminals, serial, &link::KnownTerminal::serial) == terminals.end())
      gone.push_back(serial);
  }
  for (const auto& serial : gone) forget(serial);
}

void HostFacts::latency(const std::string& terminal, std::chrono::microseconds time) {
  // Whole milliseconds: what trembles below that is no news.
  const auto ms = std::chrono::round<std::chrono::milliseconds>(time).count();
  desk_.take({known("link.latency_ms", terminal, static_cast<double>(ms))});
}

void HostFacts::terminal_told(const std::string& terminal, const link::v1::TerminalState& state) {
  std::vector<fact::Fact> facts;
  facts.push_back(known("terminal.uptime_h", terminal, static_cast<double>(state.uptime_s()) / 3600.0));
  for (const auto& told : state.facts()) {
    // Only what a terminal has to say: it is no witness for others.
    const auto* rule = catalogue_.fact(told.id());
    if (rule == nullptr || rule->subject != "terminal" || rule->probe != "terminal") continue;
    if (told.has_unknown()) {
      facts.push_back(fact::not_known(told.id(), terminal, told.unknown(), clock_.now()));
    } else {
      facts.push_back(known(told.id(), terminal, value_of(told)));
    }
  }
  pass_settled(facts);
  desk_.take(facts);
}

// The same missing reader is another trouble by when it was missed (reference/trust.md §3.3).
void HostFacts::reader(const std::string& terminal, ports::Presence presence, bool in_visit) {
  auto& here = terminals_[terminal];
  const bool present = presence == ports::Presence::Empty || presence == ports::Presence::Card;
  const std::string phase = !here.reader_seen ? "start" : in_visit ? "card" : "idle";
  here.reader_seen = here.reader_seen || present;
  desk_.take({known("reader.present", terminal, present), known("reader.seen_before", terminal, here.reader_seen)});
  // A service that does not answer looks like a silent card, whenever it is met.
  if (presence == ports::Presence::ServiceSilent) return desk_.desk_state("reader", terminal, "card_time_out", "card");
  const std::string reason = present ? "" : presence == ports::Presence::NoReader ? "reader_missing" : "card_service_missing";
  desk_.desk_state("reader", terminal, reason, phase);
}

void HostFacts::reader_held(const std::string& terminal, bool held) {
  auto& since = terminals_[terminal].held_since;
  since = held ? std::optional(clock_.steady()) : std::nullopt;
  desk_.take({known("reader.held", terminal, held)});
}

// Who held the card is seen by the probe; where it cannot see, the next card will show.
void HostFacts::holders_gone() {
  const auto* holder = desk_.facts().find("reader.holder_program", "");
  const auto* name = holder != nullptr && holder->value ? std::get_if<std::string>(&*holder->value) : nullptr;
  for (const auto& [terminal, here] : terminals_) {
    if (!here.held_since) continue;
    const auto time = clock_.steady() - *here.held_since;
    if (name != nullptr ? name->empty() && time > kHolderSeen : time > kHolderForgotten) return reader_held(terminal, false);
  }
}

void HostFacts::national(const std::string& terminal, const std::string& reason, const std::string& detail) {
  auto& here = terminals_[terminal];
  const std::string phase = here.logged_in ? "before" : "start";
  here.logged_in = here.logged_in || reason.empty();
  if (reason == "national_time_out") ++time_outs_;
  std::vector<fact::Fact> facts{known("national.time_outs_today", "", double(time_outs_)),
                                known("national.outage", "", reason == "national_outage"),
                                known("national.closed", "", reason == "national_closed")};
  const bool login = reason.starts_with("login_");
  if (login || reason.empty()) {
    facts.push_back(known("national.login", terminal, login ? reason.substr(6) : std::string("ok")));
  } else {
    facts.push_back(fact::not_known("national.login", terminal, reason, clock_.now()));
  }
  const double minutes = std::atof(detail.c_str());
  facts.push_back(known("national.locked_left_s", terminal, reason == "login_locked" ? minutes * 60 : 0.0));
  desk_.take(facts);
  desk_.desk_state("national", terminal, reason, phase);
}

void HostFacts::mode(const std::string& mode) {
  desk_.take({known("national.mode", "", mode)});
}

void HostFacts::institution(bool fits) {
  desk_.take({known("account.institution_fits", "", fits)});
}

void HostFacts::account(const std::string& terminal, bool registered, bool elsewhere) {
  terminals_[terminal].registered = registered;
  const auto without = std::ranges::count_if(terminals_, [](const auto& known) { return !known.second.registered; });
  desk_.take({known("account.registered", terminal, registered), known("account.registered_elsewhere", terminal, elsewhere),
              known("account.unregistered_terminals", "", double(without))});
}

void HostFacts::account_mistake(const std::string& reason) {
  const auto* rule = catalogue_.fact("account.mistake");
  if (rule != nullptr && std::ranges::find(rule->values, reason) != rule->values.end())
    desk_.take({known("account.mistake", "", reason)});
}

void HostFacts::check_in(const std::string& terminal, bool stopped) {
  desk_.take({known("terminal.stopped", terminal, stopped)});
}

void HostFacts::outbox(int waiting) {
  desk_.take({known("output.waiting", "", double(waiting))});
}

Result<void> HostFacts::settings_settled(const std::string& terminal) {
  std::vector<fact::Fact> settled;
  for (const auto& [id, subject] :
       {std::pair<std::string, std::string>("program.settings", ""), {"terminal.settings", terminal}}) {
    const auto* fact = desk_.facts().find(id, subject);
    const auto* said = fact != nullptr && fact->value ? std::get_if<std::string>(&*fact->value) : nullptr;
    if (said == nullptr || (*said != "healed" && *said != "rebuilt")) continue;
    settled_[{id, subject}] = *said;
    settled.push_back(known(id, subject, std::string("whole")));
  }
  if (settled.empty()) return fail("settings_not_healed", terminal);
  desk_.take(settled);
  return {};
}

void HostFacts::pass_settled(std::vector<fact::Fact>& facts) {
  for (auto& fact : facts) {
    const auto at = settled_.find({fact.id, fact.subject});
    if (at == settled_.end() || !fact.value) continue;
    if (*fact.value == fact::Value(at->second)) {
      fact.value = std::string("whole");
    } else {
      settled_.erase(at);
    }
  }
}

void HostFacts::forget(const std::string& terminal) {
  terminals_.erase(terminal);
  desk_.forget(terminal);
}

// The counts of a day begin anew; and the clock on the wall, which runs on while the PC sleeps, tells that it did. (Whether the
// steady clock runs on is another matter on each system.)
void HostFacts::new_day() {
  const auto wall = clock_.now();
  const bool slept = wall - last_wall_ > kSlept;
  last_wall_ = wall;
  const auto today = to_jst(wall).date;
  const bool other_day = std::exchange(day_, today) != today;
  if (other_day) {
    time_outs_ = slept_ = 0;
    for (auto& [serial, here] : terminals_) here.drops = 0;
  }
  if (slept) ++slept_;
  if (slept || other_day)
    desk_.take({known("pc.slept_today", "", double(slept_)), known("national.time_outs_today", "", double(time_outs_))});
}

}  // namespace omote::host
