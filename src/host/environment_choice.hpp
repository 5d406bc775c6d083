// Which environment of the national system is in use: what somebody chose with our tools (kept in the state folder) counts
// before national.environment of the settings (S18).
#pragma once

#include <filesystem>
#include <string>

#include "base/kept_file.hpp"
#include "host/settings.hpp"

namespace omote::host {

class EnvironmentChoice {
 public:
  [[nodiscard]] static EnvironmentChoice open(const std::filesystem::path& state_folder);

  // "verification", "production", or "" when nobody chose.
  [[nodiscard]] std::string chosen() const;
  // On stable storage when it returns; counts from the next start. Reasons: environment_unknown, those of KeptFile::save.
  [[nodiscard]] Result<void> choose(const std::string& environment);

 private:
  explicit EnvironmentChoice(KeptFile file) : file_(std::move(file)) {}
  KeptFile file_;
};

// Puts the chosen environment, with its own destination and certificate, into settings that were just loaded.
void use_chosen_environment(Settings& settings);

// Readers of ours that no card of a person was ever laid on: they have no business in production.
[[nodiscard]] bool is_simulated_reader(std::string_view name);

}  // namespace omote::host
