#include "apps/cli/environment_commands.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "apps/cli/host_client.hpp"

namespace omote::cli {

namespace {

struct Options {
  HostOptions host;
  std::string environment;
};

void print(const Json& told) {
  const auto here = told.value("environment", "");
  fmt::print("in use: {} ({})\n", here,
             told.value("from", "") == "console" ? "chosen here, counts before the settings" : "by the settings");
  if (const auto next = told.value("next", ""); !next.empty()) fmt::print("from the next start: {}\n", next);
  for (const auto& one : told["environments"]) {
    const auto host = one.value("host", "");
    fmt::print("{}{}: {} registered\n", one.value("name", ""), host.empty() ? "" : " at " + host, one["accounts"].size());
    for (const auto& account : one["accounts"])
      fmt::print("  {:<21} {}\n", account.value("login", ""), account.value("terminal", ""));
  }
  for (const auto& reader : told["simulated_readers"])
    fmt::print("{} is a simulated reader: production cannot be used with it\n", reader.get<std::string>());
}

int show(const Options& options) {
  HostClient host("omote environment show", options.host);
  const auto told = host.call("GET", "/api/environment");
  if (!told) return told.error();
  if (options.host.json) {
    fmt::print("{}\n", told->dump());
  } else {
    print(*told);
  }
  return kDone;
}

int change(const Options& options) {
  HostClient host("omote environment switch", options.host);
  const auto told = host.call("POST", "/api/environment", Json{{"environment", options.environment}});
  if (!told) return told.error();
  if (options.host.json) {
    fmt::print("{}\n", told->dump());
    return kDone;
  }
  if (told->value("restarts", false)) {
    fmt::print("The host starts again now, in the environment {}.\n", options.environment);
  } else if (!told->value("next", "").empty()) {
    fmt::print(
        "{} counts from the next start of the host: nobody watches over it here, so start it again yourself\n"
        "(systemctl restart omote-host).\n",
        options.environment);
  }
  print(*told);
  return kDone;
}

}  // namespace

void add_environment_commands(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* environment = app.add_subcommand("environment", "verification or production: what is in use, what is registered where");
  environment->require_subcommand(1);
  environment->footer("Exit status: 0 done, 1 refused (a sentence says what is expected), 2 no host answers.");
  const auto command = [&](const char* name, const char* about, int (*run)(const Options&)) {
    auto* one = environment->add_subcommand(name, about);
    add_host_options(*one, options->host);
    one->callback([options, &exit_code, run] { exit_code = run(*options); });
    return one;
  };
  command("show", "what is in use, and what is registered in each", show);
  command("switch",
          "uses the other one: destination, certificate and registrations change, and the host starts again (a few seconds "
          "without check-in)",
          change)
      ->add_option("environment", options->environment, "verification or production")
      ->required()
      ->check(CLI::IsMember({"verification", "production"}));
}

}  // namespace omote::cli
