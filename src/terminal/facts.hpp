// What the terminal knows of itself, as facts for the host (catalogue/facts.yaml, probe: terminal).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/kept_file.hpp"
#include "base/result.hpp"
#include "base/supervisor.hpp"
#include "schema/link.pb.h"
#include "terminal/camera_watch.hpp"
#include "terminal/device.hpp"
#include "terminal/own_files.hpp"
#include "terminal/touch_watch.hpp"

namespace omote::terminal {

// What does not change while the program runs, and where the device's own facts come from.
struct SelfKnowledge {
  Kept settings = Kept::Whole;
  int strength = 0;          // of face matching, set here; 0: none
  std::string damaged_part;  // "", or as the fact terminal.damaged_part: what failed to load
  const OwnFiles* files = nullptr;
  const Supervisor* supervisor = nullptr;
  std::filesystem::path uptime_file;  // device.hpp
  std::filesystem::path power_file;
  std::chrono::milliseconds power_patience{180'000};  // the PC is gone that long: it is off, not restarting
  std::filesystem::path touch_device;
  std::filesystem::path about_folder;
};

class TerminalFacts {
 public:
  TerminalFacts(const Clock& clock, std::string version, SelfKnowledge self);
  [[nodiscard]] TouchWatch& touch() { return touch_; }
  void host(bool connected);
  // What the national system decides, by the host's word.
  void strength_demanded(int level) { strength_demanded_ = level; }
  // The one that was set here is taken back. Reason: strength_not_known (the host has not said what is demanded).
  [[nodiscard]] Result<void> take_strength();
  // From the PC's port, as of the last collect(); nothing for a device that cannot tell.
  [[nodiscard]] std::optional<bool> power() const { return power_here_; }
  [[nodiscard]] bool power_while_pc_off() const { return power_while_pc_off_; }
  // Cheap; a few times a second.
  [[nodiscard]] std::vector<link::v1::Fact> collect(bool page_alive, CameraState face, CameraState card_face);

 private:
  [[nodiscard]] std::optional<bool> strength_fits() const;
  void look_at_power();
  [[nodiscard]] Kept settings() const;
  const Clock& clock_;
  std::string version_;
  SelfKnowledge self_;
  TouchWatch touch_;
  int strength_demanded_ = 0;
  DeviceAbout about_;               // read once: it changes with a restart only
  std::optional<bool> power_here_;  // from the PC's port; nothing for a device that cannot tell
  bool power_while_pc_off_ = false;
  std::optional<SteadyTime> host_gone_;
  std::optional<SteadyTime> first_told_;  // a host heard the facts
};

}  // namespace omote::terminal
