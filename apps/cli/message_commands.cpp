#include "apps/cli/message_commands.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "apps/cli/host_client.hpp"

namespace omote::cli {

namespace {

constexpr auto kAddress = "/api/messages";
constexpr const char* kTexts[] = {"clinic_name", "hours", "ready", "waiting"};

struct Options {
  HostOptions host;
  std::string language, name, text, type, colours;
};

// "\\n" typed on a command line is a new line.
std::string with_lines(std::string text) {
  for (auto at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at)) text.replace(at, 2, "\n");
  return text;
}

std::string on_one_line(std::string text) {
  for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at)) text.replace(at, 1, " / ");
  return text;
}

int print(const Options& options, const Json& told) {
  if (options.host.json) {
    fmt::print("{}\n", told.dump());
    return kDone;
  }
  const auto& messages = told["messages"];
  const auto look = [&](const char* key, const char* otherwise) {
    const auto word = messages.value(key, "");
    return word.empty() ? std::string(otherwise) : word;
  };
  fmt::print("type {}, colours {}\n", look("type", "normal"), look("colours", "standard"));
  for (const auto& language : told["languages"]) {
    const auto id = language.get<std::string>();
    const auto texts = messages["texts"].value(id, Json::object());
    for (const auto* name : kTexts) {
      const auto text = texts.value(name, "");
      fmt::print("{:<8} {:<12} {}\n", id, name, text.empty() ? "-" : on_one_line(text));
    }
  }
  return kDone;
}

int list(const Options& options) {
  const auto told = HostClient("omote message list", options.host).call("GET", kAddress);
  return told ? print(options, *told) : told.error();
}

// What is shown now, changed and sent back as a whole.
template <class Change>
int change(const char* command, const Options& options, Change change) {
  HostClient host(command, options.host);
  const auto told = host.call("GET", kAddress);
  if (!told) return told.error();
  auto messages = (*told)["messages"];
  change(messages);
  const auto taken = host.call("PUT", kAddress, messages);
  return taken ? print(options, *taken) : taken.error();
}

int set(const Options& options) {
  return change("omote message set", options,
                [&](Json& messages) { messages["texts"][options.language][options.name] = with_lines(options.text); });
}

int look(const Options& options) {
  if (options.type.empty() && options.colours.empty()) {
    HostClient("omote message look", options.host).say("name --type (normal, large), --colours (standard, calm) or both");
    return kRefused;
  }
  return change("omote message look", options, [&](Json& messages) {
    if (!options.type.empty()) messages["type"] = options.type;
    if (!options.colours.empty()) messages["colours"] = options.colours;
  });
}

int reset(const Options& options) {
  if (options.language.empty()) {
    const auto told = HostClient("omote message reset", options.host).call("DELETE", kAddress);
    return told ? print(options, *told) : told.error();
  }
  return change("omote message reset", options, [&](Json& messages) {
    if (options.name.empty()) {
      messages["texts"].erase(options.language);
    } else if (messages["texts"].contains(options.language)) {
      messages["texts"][options.language].erase(options.name);
    }
  });
}

}  // namespace

void add_message_commands(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* message = app.add_subcommand("message", "the clinic's own words on the terminals' screens, and how they look");
  message->require_subcommand(1);
  message->footer(
      "Terminals show a change at once. Exit status: 0 done, 1 refused (a sentence says what is expected), 2 no host answers.");
  const auto command = [&](const char* name, const char* about, int (*run)(const Options&)) {
    auto* one = message->add_subcommand(name, about);
    add_host_options(*one, options->host);
    one->callback([options, &exit_code, run] { exit_code = run(*options); });
    return one;
  };
  const std::vector<std::string> names(std::begin(kTexts), std::end(kTexts));
  command("list", "all texts in all languages of the terminals; - stands for the text as delivered", list);
  auto* setting = command("set", "one text in one language: omote message set ja hours \"平日 9:00-12:00\"", set);
  setting->add_option("language", options->language, "ja, en: a language of the terminals")->required();
  setting->add_option("name", options->name, "clinic_name, hours, ready or waiting")->required()->check(CLI::IsMember(names));
  setting->add_option("text", options->text, "plain text; \\n begins a new line, \"\" goes back to the delivered one")
      ->required();
  auto* looks = command("look", "large type, calm colours", look);
  looks->add_option("--type", options->type, "normal or large");
  looks->add_option("--colours", options->colours, "standard or calm");
  auto* resetting = command("reset", "back to what was delivered: all, one language or one text", reset);
  resetting->add_option("language", options->language, "only this language");
  resetting->add_option("name", options->name, "only this text of it")->check(CLI::IsMember(names));
}

}  // namespace omote::cli
