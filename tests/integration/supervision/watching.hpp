// Helpers of these tests: a program under omote-watch.
#pragma once

#include <gmock/gmock.h>
#include <signal.h>

#include <chrono>
#include <functional>
#include <thread>

#include "base/process.hpp"
#include "base/supervisor.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::test {

using std::chrono::milliseconds;
using std::chrono::seconds;

[[nodiscard]] inline bool until(const std::function<bool()>& met, milliseconds time = seconds(30)) {
  for (const auto end = std::chrono::steady_clock::now() + time; std::chrono::steady_clock::now() < end;) {
    if (met()) return true;
    std::this_thread::sleep_for(milliseconds(20));
  }
  return met();
}

inline std::string program(const std::string& name) {
  return std::string(OMOTE_BUILD_DIR) + "/bin/" + name;
}

// `watch` are options of omote-watch, `command` is the program.
[[nodiscard]] inline Process watched(const std::filesystem::path& control, std::vector<std::string> watch,
                                     const std::vector<std::string>& command, const std::string& log) {
  Command all;
  all.argv = {program("omote-watch"), "--control", control.string()};
  all.argv.insert(all.argv.end(), watch.begin(), watch.end());
  all.argv.emplace_back("--");
  all.argv.insert(all.argv.end(), command.begin(), command.end());
  all.standard_error = log;
  all.quiet = true;
  auto started = start_process(all);
  EXPECT_TRUE(started);
  return started ? std::move(*started) : Process();
}

// The program's process id once it runs as another one than `before`; 0 when it does not come.
[[nodiscard]] inline int running_pid(const std::filesystem::path& control, int before = 0, milliseconds time = seconds(30)) {
  int pid = 0;
  const bool came = until(
      [&] {
        const auto report = ask_watch(control);
        pid = report && report->state == "running" ? report->pid : 0;
        return pid != 0 && pid != before;
      },
      time);
  return came ? pid : 0;
}

}  // namespace omote::test
