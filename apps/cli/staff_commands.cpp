#include "apps/cli/staff_commands.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "apps/cli/host_client.hpp"
#include "apps/cli/password_prompt.hpp"

namespace omote::cli {

namespace {

struct Options {
  HostOptions host;
  std::string name, role = "user", code;
  bool off = false;
};

// Nothing when it was typed differently the second time; that has been said.
std::optional<std::string> new_password(const HostClient& host) {
  return read_new_password(host, "new password (12 characters or more)");
}

int list(const Options& options) {
  HostClient host("omote staff list", options.host);
  const auto answer = host.call("GET", "/api/staff");
  if (!answer) return answer.error();
  if (options.host.json) {
    fmt::print("{}\n", answer->dump());
    return kDone;
  }
  const auto& staff = (*answer)["staff"];
  if (staff.empty()) fmt::print("nobody has an account yet; omote staff add NAME --role administrator makes the first one\n");
  for (const auto& one : staff) {
    fmt::print("{:<14} {}{}\n", one.value("role", ""), one.value("name", ""),
               one.value("totp", false) ? "  (with one-time codes)" : "");
  }
  return kDone;
}

// One call, and what it did in a sentence.
int act(const char* command, const Options& options, const std::string& path, const Json& body, const std::string& done) {
  HostClient host(command, options.host);
  const auto answer = host.call("POST", path, body);
  if (!answer) return answer.error();
  fmt::print("{}\n", options.host.json ? answer->dump() : done);
  return kDone;
}

int add(const Options& options) {
  const auto password = new_password(HostClient("omote staff add", options.host));
  if (!password) return kRefused;
  return act("omote staff add", options, "/api/staff", {{"name", options.name}, {"role", options.role}, {"password", *password}},
             fmt::format("{} can sign in as {}", options.name, options.role));
}

int set_password(const Options& options) {
  const auto password = new_password(HostClient("omote staff password", options.host));
  if (!password) return kRefused;
  return act("omote staff password", options, "/api/staff/password", {{"name", options.name}, {"password", *password}},
             fmt::format("{} has a new password and is signed out everywhere", options.name));
}

int totp(const Options& options) {
  if (options.off) {
    return act("omote staff totp", options, "/api/staff/totp/remove", {{"name", options.name}},
               fmt::format("{} signs in without one-time codes", options.name));
  }
  if (!options.code.empty()) {
    return act("omote staff totp", options, "/api/staff/totp", {{"name", options.name}, {"code", options.code}},
               fmt::format("{} signs in with one-time codes from now on", options.name));
  }
  HostClient host("omote staff totp", options.host);
  const auto begun = host.call("POST", "/api/staff/totp", Json{{"name", options.name}});
  if (!begun) return begun.error();
  if (options.host.json) {
    fmt::print("{}\n", begun->dump());
    return kDone;
  }
  fmt::print(
      "Type this key into the authenticator app, or open the address with it:\n  {}\n  {}\n"
      "Then confirm with the code that it shows: omote staff totp {} --code 123456\n",
      begun->value("secret", ""), begun->value("address", ""), options.name);
  return kDone;
}

int ticket(const Options& options) {
  HostClient host("omote staff ticket", options.host);
  const auto made = host.call("POST", "/api/session/ticket", Json::object());
  if (!made) return made.error();
  const auto address = host.address() + made->value("path", "");
  if (options.host.json) {
    fmt::print("{}\n", Json{{"address", address}}.dump());
  } else {
    fmt::print("{}\nOpens the console once, within five minutes, signed in as administrator.\n", address);
  }
  return kDone;
}

int setup_code(const Options& options) {
  HostClient host("omote staff setup-code", options.host);
  const auto told = host.call("GET", "/api/session/setup-code");
  if (!told) return told.error();
  const auto code = told->value("code", "");
  fmt::print("{}\n", options.host.json ? told->dump() : code.substr(0, 4) + " " + code.substr(4));
  return kDone;
}

}  // namespace

void add_staff_commands(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* staff = app.add_subcommand("staff", "accounts of those who work at the console");
  staff->require_subcommand(1);
  staff->footer(
      "Exit status: 0 done, 1 refused (a sentence says what is expected), 2 no host answers.\n"
      "Runs as the host's user or as root. Passwords are asked for, or read as a line from standard input.");
  const auto command = [&](const char* name, const char* about, bool named, int (*run)(const Options&)) {
    auto* one = staff->add_subcommand(name, about);
    add_host_options(*one, options->host);
    if (named) one->add_option("name", options->name, "as it is typed to sign in")->required();
    one->callback([options, &exit_code, run] { exit_code = run(*options); });
    return one;
  };
  const auto roles = CLI::IsMember({"user", "administrator"});
  command("list", "who has an account", false, list);
  command("add", "a new account", true, add)
      ->add_option("--role", options->role, "user: look, start, stop, collect, repair; administrator: change as well")
      ->check(roles)
      ->capture_default_str();
  command("role", "another role", true,
          [](const Options& now) {
            return act("omote staff role", now, "/api/staff/role", {{"name", now.name}, {"role", now.role}},
                       now.name + " is " + now.role);
          })
      ->add_option("role", options->role, "user or administrator")
      ->required()
      ->check(roles);
  command("password", "a new password; ends what they had open", true, set_password);
  command("remove", "takes an account away", true, [](const Options& now) {
    return act("omote staff remove", now, "/api/staff/remove", {{"name", now.name}}, now.name + " has no account any more");
  });
  auto* codes = command("totp", "one-time codes of an authenticator app", true, totp);
  codes->add_option("--code", options->code, "confirms with the code that the app shows");
  codes->add_flag("--off", options->off, "no codes any more, for a lost telephone");
  command("ticket", "a link that opens the console once, signed in", false, ticket);
  command("setup-code", "the code for making the first administrator in the browser", false, setup_code);
}

}  // namespace omote::cli
