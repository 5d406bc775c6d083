// What the host knows of its own program, as facts: why it was started again, whether its settings were whole, how often it was
// started again today.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <utility>

#include "base/clock.hpp"
#include "base/kept_file.hpp"
#include "base/supervisor.hpp"
#include "base/toml_settings.hpp"
#include "ports/probe_port.hpp"

namespace omote::host {

// For the probe of the programs: that the settings were healed is news for a minute; after that it counts whether the file can
// be read. `clock` must outlive it.
inline std::function<std::string()> settings_news(const Clock& clock, Kept kept, std::filesystem::path file) {
  return [&clock, kept, file = std::move(file), began = clock.steady()] {
    if (kept != Kept::Whole && clock.steady() - began <= std::chrono::minutes(1)) return std::string(to_string(kept));
    return std::string(TomlSettings::open(file) ? "whole" : "unreadable");
  };
}

// That it had died or hung is news for some seconds; after that all is well.
inline constexpr std::chrono::seconds kNews{3};  // three looks
class OwnProgram final : public ports::ProbePort {
 public:
  // `supervisor` must outlive it.
  OwnProgram(const Clock& clock, const Supervisor& supervisor) : clock_(clock), supervisor_(supervisor), began_(clock.steady()) {}

  [[nodiscard]] std::string_view id() const override { return "own_program"; }
  [[nodiscard]] ports::ProbeCost cost() const override { return ports::ProbeCost::Cheap; }
  [[nodiscard]] std::chrono::milliseconds deadline() const override { return std::chrono::milliseconds(100); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> tells() const override {
    return {{"program.host", ""}, {"program.restarts_today", ""}};
  }
  [[nodiscard]] std::vector<fact::Fact> look() override {
    const auto now = clock_.now();
    const auto program = clock_.steady() - began_ > kNews ? std::string("running") : came_back_from();
    const auto restarts = supervisor_.restarts_on(to_jst(now).date);
    return {fact::known("program.host", "", program, now),
            restarts ? fact::known("program.restarts_today", "", static_cast<double>(*restarts), now)
                     : fact::not_known("program.restarts_today", "", "not_here", now)};
  }

 private:
  [[nodiscard]] std::string came_back_from() const {
    const auto& reason = supervisor_.restart_reason();
    if (reason.empty() || reason.starts_with("asked")) return "running";
    return reason == "hung" || reason == "never ready" ? "hung" : "dead";
  }

  const Clock& clock_;
  const Supervisor& supervisor_;
  SteadyTime began_;
};

}  // namespace omote::host
