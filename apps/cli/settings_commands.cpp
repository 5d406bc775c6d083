#include "apps/cli/settings_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/toml_edit.hpp"
#include "host/settings_check.hpp"
#include "terminal/settings_check.hpp"

namespace omote::cli {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int kDone = 0, kRefused = 1;

struct Options {
  std::string program = "host";  // or "terminal"
  fs::path file;                 // "": the program's own
  std::string key, value;
  bool own = false;  // only what stands in the file
  bool json = false;

  [[nodiscard]] fs::path place() const { return file.empty() ? fs::path("/etc/omote") / (program + ".toml") : file; }
  [[nodiscard]] Result<std::vector<AskedSetting>> look(const std::optional<std::string>& text = std::nullopt) const {
    return program == "host" ? host::check_settings(place(), text) : terminal::check_settings(place(), text);
  }
};

int refused(const std::string& command, const Failure& failure) {
  fmt::print(stderr, "omote settings {}: {}\n", command, describe(failure));
  return kRefused;
}

Json row(const AskedSetting& one) {
  return {{"key", one.key}, {"value", one.value}, {"from", one.in_file ? "file" : "default"}};
}

int show(const Options& options) {
  auto settings = options.look();
  if (!settings) return refused("show", settings.error());
  if (options.own) std::erase_if(*settings, [](const AskedSetting& one) { return !one.in_file; });
  if (options.json) {
    auto rows = Json::array();
    for (const auto& one : *settings) rows.push_back(row(one));
    fmt::print("{}\n", Json{{"file", options.place().string()}, {"settings", rows}}.dump());
    return kDone;
  }
  for (const auto& one : *settings)
    fmt::print("{:<32} {}{}\n", one.key, one.value.empty() ? "–" : one.value, one.in_file ? "" : "  (default)");
  return kDone;
}

int get(const Options& options) {
  const auto settings = options.look();
  if (!settings) return refused("get", settings.error());
  const auto at = std::ranges::find(*settings, options.key, &AskedSetting::key);
  if (at == settings->end()) return refused("get", {"setting_unknown", options.key + "; omote settings show names all"});
  fmt::print("{}\n", options.json ? row(*at).dump() : at->value);
  return kDone;
}

// As it was typed when that is a value the program takes, else as a text: nobody should need quotes within quotes.
Result<std::string> changed(const Options& options, std::string_view text) {
  auto first = toml_with(text, options.key, options.value);
  auto good = first ? options.look(*first) : Result<std::vector<AskedSetting>>(pass(first));
  if (good) return first;
  auto quoted = toml_with(text, options.key, toml_quoted(options.value));
  if (!quoted || options.look(*quoted)) return quoted;
  return pass(good);
}

int set(const Options& options) {
  const auto file = options.place();
  const auto old = read_file(file);
  if (!old) return refused("set", old.error());
  const auto text = changed(options, as_text(*old));
  if (!text) {
    refused("set", text.error());
    fmt::print(stderr, "{} stays as it was\n", file.string());
    return kRefused;
  }
  if (const auto written = write_durably(file, as_bytes(*text)); !written) return refused("set", written.error());
  if (options.json) {
    fmt::print("{}\n", Json{{"file", file.string()}, {"key", options.key}, {"restart", "omote-" + options.program}}.dump());
  } else {
    fmt::print("{} is written. It counts from the next start of omote-{}: systemctl restart omote-{}\n", file.string(),
               options.program, options.program);
  }
  return kDone;
}

}  // namespace

void add_settings_commands(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* settings = app.add_subcommand("settings", "the settings file of a program: see it, change a value in it");
  settings->require_subcommand(1);
  settings->footer(
      "A changed file is checked as a whole before it is written; comments stay. What each key means: docs/settings.md.\n"
      "Exit status: 0 done, 1 refused (every mistake with file, line and what is expected; nothing is changed).");
  const auto command = [&](const char* name, const char* about, int (*run)(const Options&)) {
    auto* one = settings->add_subcommand(name, about);
    one->add_option("--of", options->program, "whose settings")
        ->check(CLI::IsMember({"host", "terminal"}))
        ->capture_default_str();
    one->add_option("--file", options->file, "another file than /etc/omote/PROGRAM.toml");
    one->add_flag("--json", options->json, "one JSON document");
    one->callback([options, &exit_code, run] { exit_code = run(*options); });
    return one;
  };
  command("show", "every setting with the value that counts", show)
      ->add_flag("--own", options->own, "only what stands in the file, no defaults");
  command("get", "one value", get)->add_option("key", options->key, "as output.folder")->required();
  auto* change = command("set", "changes one value, or adds it", set);
  change->add_option("key", options->key, "as output.folder")->required();
  change->add_option("value", options->value, "a number, true, false, a text, or a list as [\"ja\", \"en\"]")->required();
}

}  // namespace omote::cli
