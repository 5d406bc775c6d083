#include "diagnosis/probes/programs_probe.hpp"

#include <algorithm>
#include <array>

#include "base/toml_settings.hpp"
#include "base/version.hpp"
#include "diagnosis/probes/fact_list.hpp"
#include "diagnosis/probes/installation.hpp"
#include "net/http.hpp"

namespace omote::diagnosis {

namespace {

constexpr std::chrono::milliseconds kForHost{1'500};
constexpr std::size_t kNamed = 5;  // of a longer list

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kNamed); ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kNamed) text += ", +" + std::to_string(names.size() - kNamed);
  return text;
}

}  // namespace

ProgramsProbe::ProgramsProbe(ProgramPlaces places, std::filesystem::path root, std::shared_ptr<const Clock> clock)
    : places_(std::move(places)), root_(std::move(root)), clock_(std::move(clock)) {
  if (places_.manifest.empty()) places_.manifest = own_manifest();
}

std::vector<std::pair<std::string, std::string>> ProgramsProbe::tells() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto* id : {"program.host", "program.damaged_part", "program.damaged_files", "program.package", "program.missing",
                         "program.version", "program.version_old", "program.settings", "pc.leftovers"}) {
    if (!places_.of_host || id != std::string_view("program.host")) all.emplace_back(id, "");
  }
  return all;
}

void ProgramsProbe::tell_host(FactList& facts) const {
  if (places_.console_port == 0) return facts.unknown("program.host", "port_not_known");
  net::ClientOptions options;
  options.port = places_.console_port;
  options.time = kForHost;
  // Any answer, a refusal as well, comes from a program that lives.
  const auto answer = net::HttpClient(std::move(options)).exchange({"GET", "/api/state", {}, {}, {}, {}});
  if (answer) return facts.text("program.host", "running");
  facts.text("program.host", answer.error().reason.text() == "http_unreachable" ? "dead" : "hung");
}

void ProgramsProbe::tell_files(FactList& facts) {
  const auto manifest = read_manifest(places_.manifest);
  if (manifest) {
    const auto damaged = check_.damaged(*manifest, clock_->steady());
    std::vector<std::string> names;
    for (const auto& file : damaged) names.push_back(file.path);
    facts.text("program.damaged_part", damaged_part(damaged));
    facts.text("program.damaged_files", joined(names));
  } else {
    facts.unknown("program.damaged_part", manifest.error().reason.text());
    facts.unknown("program.damaged_files", manifest.error().reason.text());
  }
  facts.text("pc.leftovers", joined(leftovers(root_, manifest ? &*manifest : nullptr)));
  std::vector<std::string> missing;
  std::error_code error;
  for (const auto& [name, path] : places_.needed) {
    if (!std::filesystem::exists(path, error)) missing.push_back(name);
  }
  facts.text("program.missing", joined(missing));
  facts.text("program.package", places_.downloads.empty() ? "none" : downloaded_package(places_.downloads));
}

void ProgramsProbe::tell_versions(FactList& facts) const {
  facts.text("program.version", std::string(kVersion));
  if (places_.required_version.empty()) return facts.unknown("program.version_old", "not_set");
  facts.flag("program.version_old", is_older(kVersion, places_.required_version));
}

void ProgramsProbe::tell_settings(FactList& facts) const {
  if (places_.settings_state) return facts.text("program.settings", places_.settings_state());
  if (places_.settings.empty()) return facts.unknown("program.settings", "file_not_known");
  facts.text("program.settings", TomlSettings::open(places_.settings) ? "whole" : "unreadable");
}

std::vector<fact::Fact> ProgramsProbe::look() {
  FactList facts({}, clock_->now());
  tell_versions(facts);
  tell_settings(facts);
  tell_files(facts);
  if (!places_.of_host) tell_host(facts);
  return facts.take();
}

}  // namespace omote::diagnosis
