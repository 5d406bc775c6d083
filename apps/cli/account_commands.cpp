#include "apps/cli/account_commands.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "apps/cli/host_client.hpp"
#include "apps/cli/password_prompt.hpp"

namespace omote::cli {

namespace {

struct Options {
  HostOptions host;
  std::string login, terminal;
  bool password_file = false;
};

// Why no terminal waits for a login name (host/account_api.hpp).
std::string_view none_because(const std::string& reason) {
  if (reason == "not_paired") return "Terminals are in sight but not paired yet: pair them on the console first.";
  if (reason == "nothing_plugged") return "The PC sees no terminal and no adapter of one: look at its power and its USB cable.";
  if (reason == "adapter_disabled") return "A terminal's network adapter is switched off; `omote doctor` offers to reset it.";
  if (reason == "adapter_no_address") return "A terminal's network adapter has no address; `omote doctor` offers to set it.";
  if (reason == "adapter_no_carrier")
    return "A terminal's network adapter has no signal: look at the terminal's power and cable.";
  if (reason == "adapter_silent") return "A terminal's network adapter is up, but no terminal answers: switch the terminal on.";
  if (reason == "not_looked") return "The adapters have not been looked at yet; try again in a few seconds.";
  return "Every terminal has a login name.";
}

std::string state_words(const Json& row) {
  const auto state = row.value("state", "");
  if (!row.value("paired", false)) return "no such terminal is paired";
  if (const auto left = row.value("lock_left_s", 0); left > 0)
    return fmt::format("locked for {} min {} s more", left / 60, left % 60);
  return fmt::format("{}{}{}", state, row.value("connected", false) ? "" : ", terminal not connected",
                     row.value("stopped", false) ? ", stopped" : "");
}

void print_accounts(const Json& body) {
  fmt::print("environment {}\n", body.value("environment", ""));
  for (const auto& row : body["accounts"]) {
    fmt::print("{:<21} {:<16} since {:<10} {:<9} password {:<11} {}\n", row.value("login", ""), row.value("terminal", ""),
               row.value("since", "").substr(0, 10), row.value("from", "") == "settings" ? "settings" : "",
               row.value("password", ""), state_words(row));
  }
  const auto& without = body["without"];
  fmt::print("{} terminal{} without a login name\n", without.size(), without.size() == 1 ? "" : "s");
  for (const auto& row : without) {
    fmt::print("  {}{}{}\n", row.value("terminal", ""), row.value("connected", false) ? "" : "  not connected",
               row.value("elsewhere", false) ? "  registered in another environment" : "");
  }
  if (without.empty()) fmt::print("{}\n", none_because(body.value("none_because", "")));
  for (const auto& other : body["others"]) {
    fmt::print("environment {} (not in use): {} registered\n", other.value("environment", ""), other["accounts"].size());
    for (const auto& row : other["accounts"]) fmt::print("  {:<19} {}\n", row.value("login", ""), row.value("terminal", ""));
  }
}

int list(const Options& options) {
  HostClient host("omote account list", options.host);
  const auto answer = host.call("GET", "/api/accounts");
  if (!answer) return answer.error();
  if (options.host.json) {
    fmt::print("{}\n", answer->dump());
  } else {
    print_accounts(*answer);
  }
  return kDone;
}

int act(const char* command, const Options& options, const char* method, const Json& body, const std::string& done) {
  HostClient host(command, options.host);
  const auto answer = host.call(method, "/api/accounts", body);
  if (!answer) return answer.error();
  fmt::print("{}\n", options.host.json ? answer->dump() : done);
  return kDone;
}

int add(const Options& options) {
  Json body{{"login", options.login}, {"terminal", options.terminal}};
  if (!options.password_file) {
    const auto password = read_new_password(HostClient("omote account add", options.host), "password of " + options.login);
    if (!password) return kRefused;
    body["password"] = *password;
  }
  return act("omote account add", options, "POST", body,
             fmt::format("{} logs in with {} from now on", options.terminal, options.login));
}

int set_password(const Options& options) {
  const auto password = read_new_password(HostClient("omote account password", options.host), "password of " + options.login);
  if (!password) return kRefused;
  if (password->empty()) {
    HostClient("omote account password", options.host).say("a password is expected, typed or as a line on standard input");
    return kRefused;
  }
  return act("omote account password", options, "PUT", {{"login", options.login}, {"password", *password}},
             fmt::format("{} logs in with the new password", options.login));
}

}  // namespace

void add_account_commands(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* account = app.add_subcommand("account", "login names (F0...) of the terminals at the national system");
  account->require_subcommand(1);
  account->footer(
      "Exit status: 0 done, 1 refused (a sentence says what is expected), 2 no host answers.\n"
      "Runs as the host's user or as root. Passwords are asked for, or read as a line from standard input.");
  const auto command = [&](const char* name, const char* about, int (*run)(const Options&)) {
    auto* one = account->add_subcommand(name, about);
    add_host_options(*one, options->host);
    one->callback([options, &exit_code, run] { exit_code = run(*options); });
    return one;
  };
  const auto login = [&](CLI::App* one) {
    one->add_option("login", options->login, "F0 and 4 to 18 digits, as it was made at the national system")->required();
    return one;
  };
  const auto terminal = [&](CLI::App* one) {
    one->add_option("terminal", options->terminal, "the terminal's serial number")->required();
    return one;
  };
  command("list", "what is registered, what is not, and why", list);
  terminal(login(command("add", "registers a login name for a terminal", add)))
      ->add_flag("--password-file", options->password_file, "with the password of the settings' password_file");
  terminal(login(command("update", "another terminal for a login name", [](const Options& now) {
    return act("omote account update", now, "PUT", {{"login", now.login}, {"terminal", now.terminal}},
               fmt::format("{} logs in with {} from now on", now.terminal, now.login));
  })));
  login(command("password", "a new password for a login name", set_password));
  login(command("remove", "takes a registration away; the account at the national system stays", [](const Options& now) {
    return act("omote account remove", now, "DELETE", {{"login", now.login}}, now.login + " is not registered here any more");
  }));
}

}  // namespace omote::cli
