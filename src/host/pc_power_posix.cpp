#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <sstream>

#include "base/log.hpp"
#include "base/process.hpp"
#include "host/pc_power.hpp"

namespace omote::host {

namespace {

constexpr std::chrono::seconds kLimit{2};

// What a program writes; it fits into the pipe. Empty when it cannot be run.
std::string output_of(const std::vector<std::string>& argv) {
  std::array<int, 2> ends{};
  if (argv.empty() || ::pipe2(ends.data(), O_CLOEXEC) != 0) return "";
  Command command;
  command.argv = argv;
  command.descriptors = {{ends[1], 1}};
  auto process = start_process(command);
  ::close(ends[1]);
  std::string text;
  if (process && process->wait(kLimit)) {
    std::array<char, 4096> piece{};
    for (ssize_t got = 0; (got = ::read(ends[0], piece.data(), piece.size())) > 0;) text.append(piece.data(), std::size_t(got));
  }
  ::close(ends[0]);
  return text;
}

}  // namespace

bool says_switch_off(std::string_view jobs) {
  std::istringstream lines{std::string(jobs)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string number, unit, job;
    if (words >> number >> unit >> job && job == "start" && (unit == "poweroff.target" || unit == "halt.target")) return true;
  }
  return false;
}

bool pc_goes_down(const std::string& when, const std::vector<std::string>& jobs_command) {
  return when == "always" || (when == "shutdown" && says_switch_off(output_of(jobs_command)));
}

}  // namespace omote::host
