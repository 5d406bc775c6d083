// Watches over one program: starts it, starts it again when it ends or hangs, slower when it crashes again and again.
#pragma once

#include <chrono>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/process.hpp"

namespace omote::watch {

using std::chrono::milliseconds;

struct Options {
  std::vector<std::string> command;
  std::filesystem::path control;  // base/supervisor.hpp, watch_socket(); empty: no questions are answered
  milliseconds silence{3'000};    // an alive sign must come within it, once the program said that it is ready
  milliseconds start{60'000};     // to become ready
  int burst = 5;                  // so many starts …
  milliseconds within{10'000};    // … within that time are a row of crashes: then the next try waits
  milliseconds longest{60'000};   // the most that it waits
  milliseconds grace{5'000};      // for ending after SIGTERM
};

// One thread; run() returns when it was told to stop (SIGTERM, SIGINT), or when the program says that starting again does not
// help. What the program is started with: NOTIFY_SOCKET, WATCHDOG_USEC, and how often it was started again.
class Watch {
 public:
  explicit Watch(Options options) : options_(std::move(options)) {}
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch();
  // The exit status for the process.
  [[nodiscard]] int run();

 private:
  enum class State { Starting, Running, Waiting };
  [[nodiscard]] bool open_sockets();
  void start();
  void started_again(const std::string& reason);
  void end_program();
  void hear();
  void answer();
  [[nodiscard]] std::string report() const;
  void stood_still();                       // time in which we stood still as well is no silence of the program
  [[nodiscard]] std::optional<int> look();  // what became due; the exit status when the watch is over
  [[nodiscard]] std::optional<int> ended(int status);
  [[nodiscard]] int restarts_today();

  Options options_;
  SystemClock clock_;
  int notify_ = -1;
  int control_ = -1;
  std::filesystem::path folder_;  // of the notify socket
  Process program_;
  State state_ = State::Starting;
  bool first_ = true;
  SteadyTime began_;  // of the present state; in Waiting: when the next try is due
  SteadyTime last_alive_;
  SteadyTime last_look_;
  std::deque<SteadyTime> starts_;
  milliseconds pause_{0};
  std::string killed_for_;  // why we end it ourselves
  std::string last_end_;
  std::string status_;
  Date day_;
  int restarts_ = 0;
};

}  // namespace omote::watch
