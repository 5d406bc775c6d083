// What the terminal knows of itself, as facts for the host (catalogue/facts.yaml, probe: terminal).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/kept_file.hpp"
#include "base/supervisor.hpp"
#include "schema/link.pb.h"
#include "terminal/camera_watch.hpp"
#include "terminal/touch_watch.hpp"

namespace omote::terminal {

// What does not change while the program runs, and where the device's own facts come from.
struct SelfKnowledge {
  Kept settings = Kept::Whole;
  std::string damaged_part;  // "", or as the fact terminal.damaged_part
  const Supervisor* supervisor = nullptr;
  std::filesystem::path uptime_file;  // device.hpp
  std::filesystem::path power_file;
  std::chrono::milliseconds power_patience{180'000};  // the PC is gone that long: it is off, not restarting
  std::filesystem::path touch_device;
};

class TerminalFacts {
 public:
  TerminalFacts(const Clock& clock, std::string version, SelfKnowledge self);
  [[nodiscard]] TouchWatch& touch() { return touch_; }
  void host(bool connected);
  // Cheap; a few times a second.
  [[nodiscard]] std::vector<link::v1::Fact> collect(bool page_alive, CameraState face, CameraState card_face);

 private:
  [[nodiscard]] std::optional<bool> power_while_pc_off() const;
  [[nodiscard]] Kept settings() const;
  const Clock& clock_;
  std::string version_;
  SelfKnowledge self_;
  TouchWatch touch_;
  std::optional<SteadyTime> host_gone_;
  std::optional<SteadyTime> first_told_;  // a host heard the facts
};

}  // namespace omote::terminal
