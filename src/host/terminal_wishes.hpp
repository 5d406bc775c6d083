// What the staff want of the terminals, kept over a restart: where check-in is stopped, after how many minutes a terminal that
// stands still is tried again, and when all of them are restarted each day.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/kept_file.hpp"

namespace omote::host {

struct TerminalPlan {
  int again_after_min = 3;  // 1 to 5
  std::string restart_at;   // "03:30", JST; "": never by itself
  bool follow = false;      // terminals take the version that is kept for them by themselves after the end of reception
  friend bool operator==(const TerminalPlan&, const TerminalPlan&) = default;
};

// Loop's thread only.
class TerminalWishes {
 public:
  // A file that is missing or damaged beyond repair: check-in is open everywhere, and the plan is the usual one.
  [[nodiscard]] static TerminalWishes open(const std::filesystem::path& state_folder);

  [[nodiscard]] bool stopped(std::string_view serial) const { return stopped_.contains(serial); }
  [[nodiscard]] const TerminalPlan& plan() const { return plan_; }
  // On stable storage when they return; a failure changes nothing. Reasons: those of KeptFile::save.
  [[nodiscard]] Result<void> set_stopped(const std::string& serial, bool stopped);
  // Further reasons: again_after_wrong, restart_at_wrong.
  [[nodiscard]] Result<void> set_plan(TerminalPlan plan);
  // The day on which the daily restart was last done (2026-11-27).
  [[nodiscard]] const std::string& restarted_on() const { return restarted_on_; }
  [[nodiscard]] Result<void> set_restarted_on(const std::string& day);

 private:
  explicit TerminalWishes(KeptFile file) : file_(std::move(file)) {}
  void read();
  [[nodiscard]] Result<void> save();

  KeptFile file_;
  std::set<std::string, std::less<>> stopped_;
  TerminalPlan plan_;
  std::string restarted_on_;
};

// How long until the daily restart: within ten minutes before it seconds, 0 when it is due (and for two minutes after: a PC
// that is switched on later restarts nothing), else nothing.
[[nodiscard]] std::optional<std::chrono::seconds> restart_in(const std::string& at, WallTime now);
constexpr std::chrono::minutes kRestartTold{10};

// When terminals that stand still through a fault are tried again: after the planned minutes, and again after as many.
class TryAgain {
 public:
  // Called often. True when that terminal, which stands still since a while, is to be tried now.
  [[nodiscard]] bool due(const std::string& serial, bool stands_still, SteadyTime now, std::chrono::minutes after);

 private:
  std::map<std::string, SteadyTime> since_;
};

}  // namespace omote::host
