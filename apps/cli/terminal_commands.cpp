#include "apps/cli/terminal_commands.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "apps/cli/host_client.hpp"

namespace omote::cli {

namespace {

struct Options {
  HostOptions host;
  std::vector<std::string> terminals;
  std::string terminal, other;
  bool all = false, device = false;
  std::optional<int> again_after;
  std::optional<std::string> restart_at, follow;
  std::string reason, state, done;  // of a reset
};

constexpr std::chrono::seconds kLongestReset{200};  // a bundle is made first

std::string state_of(const Json& row) {
  if (row.value("visit_runs", false)) return row.value("stopped", false) ? "stops after this visit" : "visit runs";
  if (row.value("stopped", false)) return "stopped";
  if (!row.value("connected", false)) return "away (" + row.value("link", "") + ")";
  return row.value("state", "") == "ready" ? "ready" : "not ready";
}

// What there is to say of its versions; "" when it has the newest one.
std::string update_of(const Json& row) {
  const auto update = row.value("update", Json::object());
  const auto phase = update.value("phase", ""), waits = update.value("waits", ""), why = update.value("why", "");
  if (phase == "installing") return "new version is being installed; check-in is closed there";
  if (phase == "waits") return "new version waits for the end of the visit";
  if (phase == "sending") return fmt::format("new version is being sent: {} %", update.value("percent", 0));
  std::string text;
  if (!waits.empty())
    text = update.value("way", "") == "by_hand"
               ? waits + " waits; this terminal is updated by hand (on it: omote update install FILE)"
               : waits + " waits (omote terminal update " + row.value("terminal", "") + ")";
  const auto verdict = update.value("verdict", "");
  if (verdict.empty() || verdict == "good") return text;
  return fmt::format("{}{}last update, {}: {}{}", text, text.empty() ? "" : "; ", update.value("version", ""), verdict,
                     why.empty() ? "" : " (" + why + ")");
}

void print_device(const Json& row) {
  const auto model = row.value("model", ""), firmware = row.value("firmware", ""), update = update_of(row);
  if (!model.empty() || !firmware.empty())
    fmt::print("{:<16} {}, firmware {}\n", "", model.empty() ? "device" : model, firmware.empty() ? "not told" : firmware);
  if (!update.empty()) fmt::print("{:<16} {}\n", "", update);
}

void print(const Json& told) {
  const auto& terminals = told["terminals"];
  if (terminals.empty()) fmt::print("no terminal is paired\n");
  for (const auto& row : terminals) {
    const auto visits = row.value("visits_today", 0), results = row.value("results_today", 0);
    fmt::print("{:<16} {:<22} {:<10} latency {:>6.1f} ms  drops today {}  visits today {}{}\n", row.value("terminal", ""),
               state_of(row), row.value("software", ""), row.value("latency_us", 0) / 1000.0, row.value("drops_today", 0), visits,
               visits == 0 ? "" : fmt::format(", {} % with a result", results * 100 / visits));
    print_device(row);
  }
  const auto reception = told.value("reception", "");
  if (reception == "ending") fmt::print("reception ends: visits that run are finished\n");
  if (reception == "ended") fmt::print("reception has ended: check-in is stopped everywhere\n");
  const auto& plan = told["plan"];
  const auto at = plan.value("restart_at", "");
  fmt::print("tried again after {} min; daily restart {}; new versions {}\n", plan.value("again_after_min", 0),
             at.empty() ? "off" : "at " + at,
             plan.value("follow", false) ? "by themselves after the end of reception" : "when somebody says so");
}

int tell(const Options& options, const std::expected<Json, int>& told) {
  if (!told) return told.error();
  if (options.host.json) {
    fmt::print("{}\n", told->dump());
    return kDone;
  }
  print(*told);
  const auto refused = told->find("refused");
  if (refused == told->end()) return kDone;
  for (const auto& one : *refused) {
    const auto reason = one.value("reason", "");
    fmt::print(stderr, "{}: {}\n", one.value("terminal", ""),
               reason == "visit_runs"       ? "a visit runs; try again once it is over"
               : reason == "terminal_away"  ? "it is not connected"
               : reason == "update_none"    ? "no newer version is kept for it (omote update offer FILE)"
               : reason == "update_runs"    ? "an update is on its way already"
               : reason == "update_by_hand" ? "it is updated by hand; on the terminal: omote update install FILE"
                                            : reason);
  }
  return refused->empty() ? kDone : kRefused;
}

int act(const char* command, const char* action, const Options& options) {
  HostClient host(command, options.host);
  Json body{{"action", action}};
  if (options.all) {
    body["all"] = true;
  } else {
    body["terminals"] = options.terminals;
  }
  return tell(options, host.call("POST", "/api/terminals", body));
}

int plan(const Options& options) {
  HostClient host("omote terminal plan", options.host);
  Json body = Json::object();
  if (options.again_after) body["again_after_min"] = *options.again_after;
  if (options.restart_at) body["restart_at"] = *options.restart_at == "off" ? "" : *options.restart_at;
  if (options.follow) body["follow"] = *options.follow == "on";
  if (body.empty()) return tell(options, host.call("GET", "/api/terminals"));
  return tell(options, host.call("PUT", "/api/terminals/plan", body));
}

void print_contact(const Json& contact) {
  const auto name = contact.value("name", ""), phone = contact.value("phone", ""), hours = contact.value("hours", "");
  if (name.empty() && phone.empty()) {
    fmt::print("Whom to ask is not set: support.name and support.phone in the settings file (omote settings set)\n");
    return;
  }
  fmt::print("Support desk: {}{}{}\n", name, phone.empty() ? "" : "  " + phone, hours.empty() ? "" : "  (" + hours + ")");
}

int reset(const Options& options) {
  HostClient host("omote terminal reset", options.host);
  host.wait_at_most(kLongestReset);
  const auto told = host.call(
      "POST", "/api/support/reset",
      Json{{"terminal", options.terminal}, {"reason", options.reason}, {"state", options.state}, {"done", options.done}});
  if (!told) return told.error();
  if (options.host.json) {
    fmt::print("{}\n", told->dump());
    return kDone;
  }
  fmt::print("{} is being reset and comes back as a new terminal: pair it on the console under \"New terminals\".\n",
             told->value("terminal", ""));
  if (const auto login = told->value("login_kept", ""); !login.empty())
    fmt::print("Its login name {} stays registered.\n", login);
  fmt::print("Nothing was sent. For the support desk: {}\n", told->value("bundle", ""));
  print_contact(told->value("contact", Json::object()));
  return kDone;
}

int move(const Options& options) {
  HostClient host("omote visit move", options.host);
  return tell(options, host.call("POST", "/api/visits/move", Json{{"from", options.terminal}, {"to", options.other}}));
}

}  // namespace

void add_visit_commands(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* visit = app.add_subcommand("visit", "the visits that run");
  visit->require_subcommand(1);
  visit->footer("Exit status: 0 done, 1 refused (a sentence says why), 2 no host answers.");
  auto* one = visit->add_subcommand("move", "to another terminal, which waits 90 seconds for the same card");
  add_host_options(*one, options->host);
  one->add_option("from", options->terminal, "serial number of the terminal where the visit stands")->required();
  one->add_option("to", options->other, "serial number of a terminal that is ready")->required();
  one->callback([options, &exit_code] { exit_code = move(*options); });
}

void add_terminal_commands(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* terminal = app.add_subcommand("terminal", "the terminals: how they are, starting, stopping, restarting");
  terminal->require_subcommand(1);
  terminal->footer("Exit status: 0 done, 1 refused (a sentence says what is expected), 2 no host answers.");
  const auto command = [&](const char* name, const char* about, int (*run)(const Options&)) {
    auto* one = terminal->add_subcommand(name, about);
    add_host_options(*one, options->host);
    one->callback([options, &exit_code, run] { exit_code = run(*options); });
    return one;
  };
  const auto of_some = [&](CLI::App* one) {
    auto* names = one->add_option("terminals", options->terminals, "serial numbers");
    one->add_flag("--all", options->all, "all of them")->excludes(names);
    return one;
  };
  command("list", "each terminal: state, version, link, today's visits", [](const Options& now) {
    return tell(now, HostClient("omote terminal list", now.host).call("GET", "/api/terminals"));
  });
  of_some(command("start", "starts check-in", [](const Options& now) { return act("omote terminal start", "start", now); }));
  of_some(command("stop", "stops check-in; a visit that runs is finished first",
                  [](const Options& now) { return act("omote terminal stop", "stop", now); }));
  command("end", "end of reception: visits that run are finished, then all terminals are stopped", [](const Options& now) {
    auto all = now;
    all.all = true;
    return act("omote terminal end", "end", all);
  });
  of_some(command("restart", "starts the terminal's program again, never during a visit", [](const Options& now) {
    return act("omote terminal restart", now.device ? "restart_device" : "restart", now);
  }))->add_flag("--device", options->device, "the whole device");
  of_some(command("update", "brings it to the version that is kept for it, after a visit that runs",
                  [](const Options& now) { return act("omote terminal update", "update", now); }));
  command("forget", "ends the pairing with a terminal",
          [](const Options& now) {
            return tell(
                now,
                HostClient("omote terminal forget", now.host).call("DELETE", "/api/terminals", Json{{"terminal", now.terminal}}));
          })
      ->add_option("terminal", options->terminal, "its serial number")
      ->required();
  auto* first = command(
      "reset", "to its first state, as a new terminal; keeps a bundle for the support desk first, and says what to send", reset);
  first->add_option("terminal", options->terminal, "its serial number")->required();
  first->add_option("--reason", options->reason, "why it is to be reset")->required();
  first->add_option("--state", options->state, "what it does now")->required();
  first->add_option("--done", options->done, "what was tried so far")->required();
  auto* planned = command("plan", "shows or changes when terminals are tried again and restarted", plan);
  planned->add_option("--again-after", options->again_after, "minutes (1 to 5) after which one that stands still is tried again");
  planned->add_option("--restart-at", options->restart_at, "time of the daily restart, as 03:30, or off");
  planned
      ->add_option("--follow", options->follow,
                   "on: new versions by themselves after the end of reception; off: when somebody says so")
      ->check(CLI::IsMember({"on", "off"}));
}

}  // namespace omote::cli
