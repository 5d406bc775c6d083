// Child processes: started without a shell, ended by their id, dead when their parent dies.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace omote {

struct Command {
  std::vector<std::string> argv;
  std::vector<std::pair<std::string, std::string>> environment;  // added to the parent's
  std::vector<std::pair<int, int>> descriptors;  // parent's descriptor -> child's number; all others are closed on exec
  std::string standard_error;                    // a file to append to; empty: the parent's own
  bool quiet = false;                            // standard output to /dev/null
};

// Ends the process (SIGTERM, then SIGKILL after a second) and reaps it when it goes.
class Process {
 public:
  Process() = default;
  explicit Process(pid_t pid) : pid_(pid) {}
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  Process(Process&& other) noexcept : pid_(std::exchange(other.pid_, -1)), status_(std::exchange(other.status_, std::nullopt)) {}
  Process& operator=(Process&& other) noexcept;
  ~Process();

  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] bool running();
  // The exit status (128 + signal when killed), or nothing when it still runs after the time.
  [[nodiscard]] std::optional<int> wait(std::chrono::milliseconds time);
  void kill_now();  // SIGKILL, reaped
  void stop();      // SIGTERM, a second's grace, SIGKILL

 private:
  pid_t pid_ = -1;
  std::optional<int> status_;
};

// The child gets SIGTERM when the thread that started it ends, so a thread that lives as long as the child must start it.
// Reasons: process_not_started, process_not_executed.
[[nodiscard]] Result<Process> start_process(const Command& command);
// The path of the running program's own file.
[[nodiscard]] std::string own_executable();
// A program that belongs to the running one: in the same folder, or in bin beside that folder.
[[nodiscard]] std::string program_beside(const std::string& name);

}  // namespace omote
