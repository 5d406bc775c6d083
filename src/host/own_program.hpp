// What the host knows of its own program, as facts: why it was started again, whether its settings were whole, how often it was
// started again today.
#pragma once

#include "base/clock.hpp"
#include "base/kept_file.hpp"
#include "base/supervisor.hpp"
#include "ports/probe_port.hpp"

namespace omote::host {

// That it had died or hung is news for some seconds, the healing of the settings for a minute; after that all is well.
class OwnProgram final : public ports::ProbePort {
 public:
  // `supervisor` must outlive it.
  OwnProgram(const Clock& clock, Kept settings, const Supervisor& supervisor)
      : clock_(clock), settings_(settings), supervisor_(supervisor), began_(clock.steady()) {}

  [[nodiscard]] std::string_view id() const override { return "own_program"; }
  [[nodiscard]] ports::ProbeCost cost() const override { return ports::ProbeCost::Cheap; }
  [[nodiscard]] std::chrono::milliseconds deadline() const override { return std::chrono::milliseconds(100); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> tells() const override {
    return {{"program.host", ""}, {"program.settings", ""}, {"program.restarts_today", ""}};
  }
  [[nodiscard]] std::vector<fact::Fact> look() override {
    const auto now = clock_.now();
    const auto program = clock_.steady() - began_ > std::chrono::seconds(5) ? std::string("running") : came_back_from();
    const auto settings = clock_.steady() - began_ > std::chrono::minutes(1) ? Kept::Whole : settings_;
    const auto restarts = supervisor_.restarts_on(to_jst(now).date);
    return {fact::known("program.host", "", program, now),
            fact::known("program.settings", "", std::string(to_string(settings)), now),
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
  Kept settings_;
  const Supervisor& supervisor_;
  SteadyTime began_;
};

}  // namespace omote::host
