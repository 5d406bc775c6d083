#include "host/environment_choice.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace omote::host {

namespace {

// As sim/reader names them for the card service.
constexpr std::string_view kSimulated = "Omote Virtual Reader";

bool known(const std::string& environment) {
  return std::ranges::find(kEnvironments, environment) != kEnvironments.end();
}

}  // namespace

EnvironmentChoice EnvironmentChoice::open(const std::filesystem::path& state_folder) {
  return EnvironmentChoice(KeptFile::open(state_folder / "environment", "omote-environment"));
}

std::string EnvironmentChoice::chosen() const {
  return known(file_.contents()) ? file_.contents() : "";
}

Result<void> EnvironmentChoice::choose(const std::string& environment) {
  if (!known(environment)) return fail("environment_unknown", environment);
  return file_.save(environment);
}

void use_chosen_environment(Settings& settings) {
  const auto chosen = EnvironmentChoice::open(settings.state_folder).chosen();
  settings.environment_chosen = !chosen.empty();
  if (!chosen.empty() && chosen != settings.environment) {
    log::info("environment: {} was chosen here and counts before national.environment ({})", chosen, settings.environment);
  }
  settings.use_environment(chosen.empty() ? settings.environment : chosen);
}

bool is_simulated_reader(std::string_view name) {
  return name.starts_with(kSimulated);
}

}  // namespace omote::host
