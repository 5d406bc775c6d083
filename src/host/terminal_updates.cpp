#include "host/terminal_updates.hpp"

#include <nlohmann/json.hpp>

#include "base/log.hpp"
#include "base/version.hpp"
#include "link/messages/codec.hpp"

namespace omote::host {

namespace {

using Json = nlohmann::ordered_json;
using namespace std::chrono_literals;

constexpr auto kLookAgain = 5s;
constexpr auto kOfferAgain = 5s;  // nothing was heard of it for so long
constexpr auto kInstallerAnswers = 20min;

}  // namespace

std::string to_text(const UpdateVerdict& one) {
  const Json json{{"number", one.number},
                  {"sha256", to_hex(as_bytes(one.sha256))},
                  {"version", one.version},
                  {"verdict", one.verdict},
                  {"why", one.why}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

UpdateVerdict verdict_from(const std::string& text) {
  UpdateVerdict one;
  const auto json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return one;
  try {
    one.number = json.value("number", std::uint64_t{0});
    one.sha256 = as_text(from_hex(json.value("sha256", "")).value_or(Bytes()));
    one.version = json.value("version", "");
    one.verdict = json.value("verdict", "");
    one.why = json.value("why", "");
  } catch (const nlohmann::json::exception&) {
    return {};
  }
  return one;
}

bool TerminalUpdates::older(const Terminal& terminal) const {
  const auto& release = parts_.shelf.release();
  const auto there = parse_version(terminal.software);
  return release && there && *there < *parse_version(release->version);
}

void TerminalUpdates::link_up(const std::string& serial, const std::string& software, std::uint32_t link_version) {
  auto& terminal = terminals_[serial];
  terminal.up = true;
  terminal.software = software;
  terminal.way = link_version < link::kReleasesSince ? "by_hand" : "";
  terminal.asked = false;
  terminal.since = parts_.clock.steady();
}

void TerminalUpdates::link_down(const std::string& serial) {
  if (const auto at = terminals_.find(serial); at != terminals_.end()) at->second.up = at->second.asked = false;
}

void TerminalUpdates::forget(const std::string& serial) {
  terminals_.erase(serial);
}

// A verdict with another number than the one that is remembered is news, also after a restart of the host.
void TerminalUpdates::hear(const std::string& serial, const link::v1::UpdateState& state) {
  auto& terminal = terminals_[serial];
  const bool first = terminal.way.empty();
  terminal.way = state.way() == "host" ? "host" : "by_hand";
  const bool lay_there = !std::exchange(terminal.installing, state.installing()).empty();
  if (state.number() != 0 && !state.verdict().empty() && state.number() != parts_.remembered(serial).number) {
    const UpdateVerdict verdict{state.number(), state.sha256(), state.version(), state.verdict(), state.why()};
    const bool of_another = terminal.phase == Phase::Sending && state.sha256() != terminal.release.sha256;
    return of_another ? note(serial, verdict) : end(serial, terminal, verdict);
  }
  if (first && terminal.phase == Phase::Sending) return offer(serial, terminal);
  if (terminal.installing.empty()) {
    if (lay_there && terminal.phase == Phase::Installing) leave(serial, terminal);  // no verdict could be written
  } else if (terminal.phase == Phase::None && terminal.installing != terminal.given_up) {
    terminal.release = {};
    terminal.release.sha256 = terminal.installing;
    install(serial, terminal);
  }
}

void TerminalUpdates::hear(const std::string& serial, const link::v1::ReleaseWanted& wanted) {
  auto& terminal = terminals_[serial];
  if (terminal.phase != Phase::Sending || wanted.sha256() != terminal.release.sha256) return;
  if (!wanted.reason().empty()) return refused(serial, terminal, "refused", wanted.reason());
  if (wanted.at() >= terminal.release.size) return install(serial, terminal);
  terminal.at = wanted.at();
  terminal.asked = true;
  push(serial, terminal);
}

std::string TerminalUpdates::order(const std::string& serial, const std::string& by) {
  const auto at = terminals_.find(serial);
  if (at == terminals_.end() || !at->second.up) return "terminal_away";
  auto& terminal = at->second;
  if (terminal.way == "by_hand") return "update_by_hand";
  if (terminal.phase != Phase::None) return "update_runs";
  parts_.shelf.look();
  if (!older(terminal)) return "update_none";
  terminal.release = *parts_.shelf.release();
  terminal.phase = Phase::Sending;
  terminal.at = 0;
  terminal.given_up.clear();
  journal::v1::Event event;
  event.set_terminal(serial);
  event.mutable_update_offered()->set_version(terminal.release.version);
  event.mutable_update_offered()->set_by(by);
  parts_.journal(event);
  offer(serial, terminal);
  return "";
}

void TerminalUpdates::offer(const std::string& serial, Terminal& terminal) {
  link::v1::ToTerminal message;
  auto& offer = *message.mutable_release_offer();
  offer.set_version(terminal.release.version);
  offer.set_size(terminal.release.size);
  offer.set_sha256(terminal.release.sha256);
  terminal.asked = false;
  terminal.since = parts_.clock.steady();
  static_cast<void>(parts_.send(serial, message));
}

// One piece, when nobody is at that terminal; the last one only once nobody can come there any more.
void TerminalUpdates::push(const std::string& serial, Terminal& terminal) {
  if (!terminal.asked || !terminal.up) return;
  const bool last = terminal.release.size - terminal.at <= link::kPieceSize;
  if (last) hold(serial, terminal, true);
  if (parts_.visit_runs(serial)) return;
  const auto data = parts_.shelf.release() == terminal.release ? parts_.shelf.read(terminal.at, link::kPieceSize)
                                                               : Result<Bytes>(fail("release_replaced"));
  if (!data) return refused(serial, terminal, "refused", std::string(data.error().reason.text()));
  link::v1::ToTerminal message;
  auto& piece = *message.mutable_release_piece();
  piece.set_sha256(terminal.release.sha256);
  piece.set_at(terminal.at);
  piece.set_data(as_text(*data));
  terminal.asked = false;
  terminal.since = parts_.clock.steady();
  static_cast<void>(parts_.send(serial, message));
}

void TerminalUpdates::install(const std::string& serial, Terminal& terminal) {
  terminal.phase = Phase::Installing;
  terminal.since = parts_.clock.steady();
  hold(serial, terminal, true);
}

void TerminalUpdates::hold(const std::string& serial, Terminal& terminal, bool held) {
  if (std::exchange(terminal.held, held) != held) parts_.check_in_changed(serial);
}

void TerminalUpdates::leave(const std::string& serial, Terminal& terminal) {
  terminal.phase = Phase::None;
  terminal.asked = false;
  hold(serial, terminal, false);
}

void TerminalUpdates::end(const std::string& serial, Terminal& terminal, const UpdateVerdict& verdict) {
  note(serial, verdict);
  leave(serial, terminal);
}

// Here already: the terminal refused, or nothing can be sent.
void TerminalUpdates::refused(const std::string& serial, Terminal& terminal, const std::string& verdict, const std::string& why) {
  end(serial, terminal, {parts_.remembered(serial).number, terminal.release.sha256, terminal.release.version, verdict, why});
}

void TerminalUpdates::note(const std::string& serial, const UpdateVerdict& verdict) {
  log::info("terminal {}: version {}: {} {}", serial, verdict.version, verdict.verdict, verdict.why);
  journal::v1::Event event;
  event.set_terminal(serial);
  event.mutable_terminal_updated()->set_version(verdict.version);
  event.mutable_terminal_updated()->set_verdict(verdict.verdict);
  event.mutable_terminal_updated()->set_why(verdict.why);
  parts_.journal(event);
  parts_.remember(serial, verdict);
}

void TerminalUpdates::tend(bool follow) {
  if (parts_.clock.steady() - looked_ >= kLookAgain) {
    looked_ = parts_.clock.steady();
    parts_.shelf.look();
  }
  for (auto& [serial, terminal] : terminals_) tend_one(serial, terminal, follow);
}

void TerminalUpdates::tend_one(const std::string& serial, Terminal& terminal, bool follow) {
  const auto quiet = [&] { return parts_.clock.steady() - terminal.since; };
  if (terminal.phase == Phase::Sending && terminal.up && !terminal.way.empty()) {
    push(serial, terminal);
    if (!terminal.asked && terminal.phase == Phase::Sending && quiet() > kOfferAgain) offer(serial, terminal);
  }
  if (terminal.phase == Phase::Installing && quiet() > kInstallerAnswers) {
    terminal.given_up = terminal.installing;
    return refused(serial, terminal, "no_verdict", "");
  }
  if (!follow || !terminal.up || terminal.phase != Phase::None || terminal.way != "host" || !older(terminal)) return;
  if (parts_.remembered(serial).sha256 != parts_.shelf.release()->sha256) static_cast<void>(order(serial, "machine"));
}

bool TerminalUpdates::holds(const std::string& serial) const {
  const auto at = terminals_.find(serial);
  return at != terminals_.end() && at->second.held;
}

TerminalUpdateView TerminalUpdates::view(const std::string& serial) const {
  TerminalUpdateView view;
  view.last = parts_.remembered(serial);
  const auto at = terminals_.find(serial);
  if (at == terminals_.end()) return view;
  const auto& terminal = at->second;
  view.way = terminal.way;
  if (older(terminal)) view.waits = parts_.shelf.release()->version;
  if (terminal.phase == Phase::Installing) view.phase = "installing";
  if (terminal.phase == Phase::Sending) {
    view.phase = parts_.visit_runs(serial) ? "waits" : "sending";
    view.percent = static_cast<std::uint32_t>(terminal.at * 100 / terminal.release.size);
  }
  return view;
}

}  // namespace omote::host
