#include "host/terminal_api.hpp"

#include <algorithm>
#include <array>

#include "console/refusal.hpp"

namespace omote::host {

namespace {

using console::Json;
using console::refuse;

constexpr std::array<std::string_view, 6> kActions{"start", "stop", "end", "restart", "restart_device", "update"};

// "open", "ending" while the last visits are finished, "ended".
std::string_view reception(const std::vector<ManagedTerminal>& terminals) {
  if (terminals.empty() || !std::ranges::all_of(terminals, &ManagedTerminal::stopped)) return "open";
  return std::ranges::any_of(terminals, &ManagedTerminal::visit_runs) ? "ending" : "ended";
}

// Why no visit can come to it now; "" when one can.
std::string why_not_ready(const ManagedTerminal& terminal) {
  if (!terminal.connected) return "terminal_away";
  if (terminal.stopped) return "move_to_stopped";
  if (terminal.visit_runs) return "move_to_busy";
  return terminal.visit_state == "ready" ? "" : "move_to_not_ready";
}

Json update_of(const TerminalUpdateView& update) {
  const auto& last = update.last;
  return {{"way", update.way},       {"waits", update.waits},   {"phase", update.phase}, {"percent", update.percent},
          {"version", last.version}, {"verdict", last.verdict}, {"why", last.why}};
}

Json row(const ManagedTerminal& one) {
  return {{"terminal", one.serial},
          {"address", one.address},
          {"software", one.software},
          {"link", one.link},
          {"state", one.visit_state},
          {"connected", one.connected},
          {"stopped", one.stopped},
          {"visit_runs", one.visit_runs},
          {"latency_us", one.latency_us},
          {"drops_today", one.drops_today},
          {"visits_today", one.visits_today},
          {"results_today", one.results_today},
          {"model", one.model},
          {"firmware", one.firmware},
          {"update", update_of(one.update)}};
}

}  // namespace

void TerminalApi::add_to(console::Routes& routes) {
  const auto on = [this](void (TerminalApi::*handle)(const Json&, const console::Caller&, const console::Answer&)) {
    return [this, handle](const console::Asked& asked, const console::Answer& answer) {
      const auto body = console::body_of(asked.request);
      if (!body) return answer(refuse(400, body.error()));
      (this->*handle)(*body, asked.by, answer);
    };
  };
  routes.add("GET", "/api/terminals", console::Right::Look,
             [this](const console::Asked&, const console::Answer& answer) { answer(console::json_answer(told())); });
  routes.add("POST", "/api/terminals", console::Right::Operate, on(&TerminalApi::act));
  routes.add("DELETE", "/api/terminals", console::Right::Change, on(&TerminalApi::forget));
  routes.add("POST", "/api/visits/move", console::Right::Operate, on(&TerminalApi::move));
  routes.add("PUT", "/api/terminals/plan", console::Right::Change, on(&TerminalApi::set_plan));
}

Json TerminalApi::told() const {
  const auto terminals = parts_.terminals();
  auto rows = Json::array();
  for (const auto& one : terminals) rows.push_back(row(one));
  const auto& plan = parts_.wishes.plan();
  const auto left = restart_in(plan.restart_at, parts_.clock.now());
  return {{"terminals", rows},
          {"reception", reception(terminals)},
          {"plan", {{"again_after_min", plan.again_after_min}, {"restart_at", plan.restart_at}, {"follow", plan.follow}}},
          {"restart_in_s", left ? Json(left->count()) : Json(nullptr)}};
}

// "" when it was done, else why not.
std::string TerminalApi::act_on(const ManagedTerminal& terminal, const std::string& action, const console::Caller& by) {
  if (action == "start" || action == "stop" || action == "end") {
    parts_.switch_check_in(terminal.serial, action == "start", by);
    return "";
  }
  if (action == "update") return parts_.update(terminal.serial, by.name);
  if (terminal.visit_runs) return "visit_runs";
  if (terminal.update.phase == "installing") return "update_runs";
  const auto* order = action == "restart" ? "restart_terminal_program" : "restart_terminal_device";
  if (!parts_.order(terminal.serial, order)) return "terminal_away";
  parts_.audit.setting_changed(by, action, terminal.serial);
  return "";
}

void TerminalApi::act(const Json& body, const console::Caller& by, const console::Answer& answer) {
  const auto action = console::text_in(body, "action");
  if (std::ranges::find(kActions, action) == kActions.end()) return answer(refuse(400, "action_unknown", "action"));
  if (action == "update" && !by.may(console::Right::Change)) return answer(refuse(403, "not_allowed", ""));
  const auto known = parts_.terminals();
  std::vector<ManagedTerminal> wanted;
  const auto names = body.find("terminals");
  if (console::flag_in(body, "all") || action == "end") {
    wanted = known;
  } else if (names == body.end() || !names->is_array() || names->empty()) {
    return answer(refuse(400, "terminals_missing", "terminals"));
  } else {
    for (const auto& name : *names) {
      const auto at = std::ranges::find(known, name.is_string() ? name.get<std::string>() : "", &ManagedTerminal::serial);
      if (at == known.end()) return answer(refuse(404, "terminal_unknown", "terminals"));
      wanted.push_back(*at);
    }
  }
  auto done = Json::array(), refused = Json::array();
  for (const auto& terminal : wanted) {
    const auto reason = act_on(terminal, action, by);
    if (reason.empty())
      done.push_back(terminal.serial);
    else
      refused.push_back({{"terminal", terminal.serial}, {"reason", reason}});
  }
  // One that was named alone is refused as a whole.
  if (wanted.size() == 1 && done.empty()) return answer(refuse(409, refused[0].value("reason", ""), "terminals"));
  auto answered = told();
  answered["done"] = done;
  answered["refused"] = refused;
  answer(console::json_answer(answered));
}

void TerminalApi::set_plan(const Json& body, const console::Caller& by, const console::Answer& answer) {
  auto plan = parts_.wishes.plan();
  if (const auto at = body.find("again_after_min"); at != body.end())
    plan.again_after_min = at->is_number_integer() ? at->get<int>() : 0;
  if (const auto at = body.find("restart_at"); at != body.end()) plan.restart_at = at->is_string() ? at->get<std::string>() : "?";
  if (body.contains("follow")) plan.follow = console::flag_in(body, "follow");
  if (const auto set = parts_.wishes.set_plan(plan); !set) {
    const auto reason = set.error().reason.text();
    const auto* field = reason == "again_after_wrong" ? "again_after_min" : reason == "restart_at_wrong" ? "restart_at" : "";
    return answer(refuse(*field == '\0' ? 500 : 400, set.error(), field));
  }
  parts_.audit.setting_changed(by, "terminal_plan", "");
  answer(console::json_answer(told()));
}

void TerminalApi::move(const Json& body, const console::Caller& by, const console::Answer& answer) {
  const auto known = parts_.terminals();
  const auto from = std::ranges::find(known, console::text_in(body, "from"), &ManagedTerminal::serial);
  if (from == known.end()) return answer(refuse(404, "terminal_unknown", "from"));
  const auto to = std::ranges::find(known, console::text_in(body, "to"), &ManagedTerminal::serial);
  if (to == known.end()) return answer(refuse(404, "terminal_unknown", "to"));
  if (from == to) return answer(refuse(400, "move_to_same", "to"));
  if (!from->visit_runs) return answer(refuse(409, "move_no_visit", "from"));
  if (const auto why = why_not_ready(*to); !why.empty()) return answer(refuse(409, why, "to"));
  const auto refused = parts_.move_visit(from->serial, to->serial, by);
  if (!refused.empty()) return answer(refuse(409, refused, refused == "move_to_not_ready" ? "to" : "from"));
  answer(console::json_answer(told()));
}

void TerminalApi::forget(const Json& body, const console::Caller& by, const console::Answer& answer) {
  const auto serial = console::text_in(body, "terminal");
  const auto known = parts_.terminals();
  if (std::ranges::find(known, serial, &ManagedTerminal::serial) == known.end())
    return answer(refuse(404, "terminal_unknown", "terminal"));
  parts_.audit.setting_changed(by, "forget", serial);
  parts_.forget(serial);
  answer(console::json_answer(told()));
}

}  // namespace omote::host
