#include "apps/cli/integration_commands.hpp"

#include <fmt/format.h>

#include <memory>
#include <vector>

#include "apps/cli/host_client.hpp"

namespace omote::cli {

namespace {

struct Options {
  HostOptions host;
  std::string name, url;
  std::vector<std::string> rights{"look"}, types;
};

std::string joined(const Json& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ",") + word.get<std::string>();
  return text;
}

// One call; `words` makes sentences of the answer.
template <class Words>
int ask(const char* command, const Options& options, const std::string& method, const std::string& path,
        const std::optional<Json>& body, Words words) {
  HostClient host(command, options.host);
  const auto answer = host.call(method, path, body);
  if (!answer) return answer.error();
  fmt::print("{}\n", options.host.json ? answer->dump() : words(*answer));
  return kDone;
}

std::string token_lines(const Json& answer) {
  std::string text;
  for (const auto& one : answer["tokens"])
    text += fmt::format("{}{:<20} {:<24} since {}", text.empty() ? "" : "\n", one.value("name", ""), joined(one["rights"]),
                        one.value("made", ""));
  return text.empty() ? "no program has a token; omote token add NAME makes one" : text;
}

std::string webhook_lines(const Json& answer) {
  std::string text;
  for (const auto& one : answer["webhooks"]) {
    text += fmt::format("{}{}  {}  delivered {}, failed {}, waiting {}, last status {}", text.empty() ? "" : "\n",
                        one.value("url", ""), one["types"].empty() ? "all events" : joined(one["types"]),
                        one.value("delivered", 0), one.value("failed", 0), one.value("waiting", 0), one.value("last_status", 0));
  }
  return text.empty() ? "no address is told of events; omote webhook add URL names one" : text;
}

int add_token(const Options& options) {
  return ask("omote token add", options, "POST", "/api/tokens", Json{{"name", options.name}, {"rights", options.rights}},
             [](const Json& answer) {
               return fmt::format("{}\nThe token of {} ({}). It is shown this once; send it as \"Authorization: Bearer TOKEN\".",
                                  answer.value("token", ""), answer.value("name", ""), joined(answer["rights"]));
             });
}

int add_webhook(const Options& options) {
  return ask("omote webhook add", options, "POST", "/api/webhooks", Json{{"url", options.url}, {"types", options.types}},
             [](const Json& answer) {
               return fmt::format("{}\nThe secret of {}. It is shown this once; X-Omote-Signature is the HMAC-SHA256 under it.",
                                  answer.value("secret", ""), answer.value("url", ""));
             });
}

int print_as_it_comes(const char* command, const Options& options, const char* path) {
  HostClient host(command, options.host);
  const auto answer = host.exchange("GET", path);
  if (!answer) return answer.error();
  if (options.host.json) {
    fmt::print("{}\n", Json{{"text", answer->body}}.dump());
  } else {
    fmt::print("{}", answer->body);
  }
  return kDone;
}

}  // namespace

void add_integration_commands(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  const auto command = [&](CLI::App& above, const char* name, const char* about, auto run) {
    auto* made = above.add_subcommand(name, about);
    add_host_options(*made, options->host);
    made->callback([options, run, &exit_code] { exit_code = run(*options); });
    return made;
  };
  auto* token = app.add_subcommand("token", "tokens of programs that use the host's interface");
  token->require_subcommand(1);
  command(*token, "list", "which programs have one",
          [](const Options& o) { return ask("omote token list", o, "GET", "/api/tokens", std::nullopt, token_lines); });
  auto* add = command(*token, "add", "makes one and shows it, this once", add_token);
  add->add_option("name", options->name, "of the program: small letters, digits, - and _")->required();
  add->add_option("--rights", options->rights, "look, operate, change; several with commas")
      ->delimiter(',')
      ->capture_default_str();
  auto* remove = command(*token, "remove", "the program is refused from now on", [](const Options& o) {
    return ask("omote token remove", o, "POST", "/api/tokens/remove", Json{{"name", o.name}},
               [](const Json& answer) { return answer.value("name", "") + " has no token any more"; });
  });
  remove->add_option("name", options->name, "of the program")->required();

  auto* webhook = app.add_subcommand("webhook", "addresses on this PC that are told of events");
  webhook->require_subcommand(1);
  command(*webhook, "list", "which there are, and how they answered",
          [](const Options& o) { return ask("omote webhook list", o, "GET", "/api/webhooks", std::nullopt, webhook_lines); });
  auto* add_hook = command(*webhook, "add", "names one and shows its secret, this once", add_webhook);
  add_hook->add_option("url", options->url, "http://127.0.0.1:PORT/PATH")->required();
  add_hook->add_option("--types", options->types, "only these events (visit_ended,incident_opened,…)")->delimiter(',');
  auto* remove_hook = command(*webhook, "remove", "the address is told nothing more", [](const Options& o) {
    return ask("omote webhook remove", o, "POST", "/api/webhooks/remove", Json{{"url", o.url}},
               [](const Json& answer) { return answer.value("url", "") + " is told nothing more"; });
  });
  remove_hook->add_option("url", options->url, "as omote webhook list shows it")->required();

  command(app, "metrics", "the figures for a monitoring program",
          [](const Options& o) { return print_as_it_comes("omote metrics", o, "/metrics"); });
}

}  // namespace omote::cli
