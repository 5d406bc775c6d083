#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "apps/cli/commands.hpp"
#include "base/process.hpp"
#include "diagnosis/probes/programs_probe.hpp"
#include "host/places.hpp"
#include "host/prerequisites.hpp"
#include "host/settings_check.hpp"
#include "terminal/settings_check.hpp"

namespace omote::cli {

namespace {

namespace fs = std::filesystem;
using host::Prerequisite;
using Side = Prerequisite::Side;

struct Options {
  std::string side;  // "", "host", "terminal", "both"
  fs::path host = "/etc/omote/host.toml", terminal = "/etc/omote/terminal.toml";
  bool prerequisites = false;
  bool json = false;
};

// One line of the report.
struct Line {
  std::string result;  // "good", "missing", "better", "wrong"
  std::string name;
  std::string say;  // what to do
};

// Whose machine this is: said, else by what is installed; a machine where nothing is yet is to become both.
bool asked(const Options& options, Side side) {
  const bool has_host = fs::exists(program_beside("omote-host")), has_terminal = fs::exists(program_beside("omote-terminal"));
  if (!options.side.empty()) return options.side == "both" || (options.side == "host") == (side == Side::Host);
  return (!has_host && !has_terminal) || (side == Side::Host ? has_host : has_terminal);
}

void look_at_prerequisites(const Options& options, std::vector<Line>& report) {
  for (const auto& one : host::prerequisites()) {
    if (one.side != Side::Both && !asked(options, one.side)) continue;
    const auto* result = host::is_there(one) ? "good" : one.must ? "missing" : "better";
    report.push_back({result, one.name, one.installs});
  }
}

// Every mistake is a line of its own; a file that is not there yet is what comes next, no mistake.
void look_at_settings(const fs::path& file, const Result<std::vector<AskedSetting>>& settings, std::vector<Line>& report) {
  std::error_code error;
  if (settings) return report.push_back({"good", file.string(), ""});
  if (!fs::exists(file, error)) {
    return report.push_back({"missing", file.string(), "copy " + file.string() + ".example there and fill in what is marked"});
  }
  std::istringstream lines(describe(settings.error()));
  for (std::string line; std::getline(lines, line);) report.push_back({"wrong", file.string(), line});
}

// What the probe of the programs tells of this installation: damaged files, what older versions left.
void look_at_installation(const Options& options, std::vector<Line>& report) {
  diagnosis::ProgramPlaces places;
  diagnosis::ProgramsProbe probe(places, "/", std::make_shared<SystemClock>());
  for (const auto& fact : probe.look()) {
    const auto* text = fact.value ? std::get_if<std::string>(&*fact.value) : nullptr;
    if (text == nullptr || text->empty()) continue;
    if (fact.id == "program.damaged_files")
      report.push_back({"wrong", "damaged files", *text + ": apt install --reinstall omote-cli omote-host omote-terminal"});
    if (fact.id == "pc.leftovers")
      report.push_back({"wrong", "leftovers of an older version", *text + ": take them away, or have the console do it"});
  }
  if (asked(options, Side::Host)) look_at_settings(options.host, host::check_settings(options.host), report);
  if (asked(options, Side::Terminal)) look_at_settings(options.terminal, terminal::check_settings(options.terminal), report);
}

void print(const std::vector<Line>& report, bool json) {
  if (json) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& line : report)
      list.push_back({{"result", line.result}, {"name", line.name}, {"do", line.result == "good" ? "" : line.say}});
    std::printf("%s\n", list.dump().c_str());
    return;
  }
  for (const auto& line : report) {
    std::printf("%-8s %s%s%s\n", line.result.c_str(), line.name.c_str(), line.result == "good" ? "" : ": ",
                line.result == "good" ? "" : line.say.c_str());
  }
}

int run(const Options& options) {
  std::vector<Line> report;
  look_at_prerequisites(options, report);
  if (!options.prerequisites) look_at_installation(options, report);
  print(report, options.json);
  return std::ranges::any_of(report, [](const Line& line) { return line.result == "missing" || line.result == "wrong"; }) ? 1 : 0;
}

}  // namespace

void add_check_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command =
      app.add_subcommand("check", "before the first patient: what is missing here, what installs it, mistakes in the settings");
  command->add_flag("--prerequisites", options->prerequisites, "only what must be installed");
  command->add_option("--for", options->side, "what this machine is to be (default: what is installed)")
      ->check(CLI::IsMember({"host", "terminal", "both"}));
  command->add_option("--settings", options->host, "the host's settings file")->envname("OMOTE_SETTINGS")->capture_default_str();
  command->add_option("--terminal-settings", options->terminal, "the terminal's settings file")->capture_default_str();
  command->add_flag("--json", options->json, "one JSON document");
  command->footer("Exit status: 0 all is there, 1 something is missing or wrong.");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace omote::cli
