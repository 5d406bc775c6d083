#include "tests/bench/visit/memory.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace omote::bench::visit {

namespace {

// A line such as "VmRSS:     1234 kB", in MB.
std::optional<double> megabytes(const std::string& file, const std::string& name) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(name + ":")) return std::strtod(line.c_str() + name.size() + 1, nullptr) / 1024;
  }
  return std::nullopt;
}

pid_t parent_of(pid_t process) {
  std::ifstream in(fmt::format("/proc/{}/status", process));
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("PPid:")) return static_cast<pid_t>(std::strtol(line.c_str() + 5, nullptr, 10));
  }
  return 0;
}

bool belongs_to(pid_t process, pid_t program) {
  while (process > 1 && process != program) process = parent_of(process);
  return process == program;
}

std::vector<pid_t> family_of(pid_t program) {
  std::vector<pid_t> family;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    pid_t process = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), process);
    if (error == std::errc() && end == name.data() + name.size() && belongs_to(process, program)) family.push_back(process);
  }
  return family;
}

}  // namespace

Memory memory_of(pid_t program) {
  Memory sum;
  for (const auto process : family_of(program)) {
    sum.resident_mb += megabytes(fmt::format("/proc/{}/status", process), "VmRSS").value_or(0);
    const auto share = megabytes(fmt::format("/proc/{}/smaps_rollup", process), "Pss");
    sum.share_mb = share && sum.share_mb ? std::optional(*sum.share_mb + *share) : std::nullopt;
  }
  return sum;
}

}  // namespace omote::bench::visit
