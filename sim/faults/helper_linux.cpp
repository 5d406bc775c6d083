#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>

#include "sim/faults/helper.hpp"

namespace omote::sim::faults {

namespace {

constexpr int kHelperTimeMs = 5000;

}  // namespace

namespace {

// After the name, which may hold anything: state, parent.
pid_t parent_of(const std::filesystem::path& process) {
  std::ifstream stat(process / "stat");
  std::string line;
  std::getline(stat, line);
  const auto after_name = line.rfind(") ");
  return after_name == std::string::npos ? 0 : std::atoi(line.c_str() + after_name + 4);
}

}  // namespace

std::vector<pid_t> family_of(pid_t pid) {
  std::multimap<pid_t, pid_t> children;
  std::error_code error;
  for (const auto& process : std::filesystem::directory_iterator("/proc", error)) {
    const auto number = std::atoi(process.path().filename().c_str());
    if (number > 0) children.emplace(parent_of(process.path()), number);
  }
  std::vector<pid_t> all{pid};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto [begin, end] = children.equal_range(all[i]);
    for (auto child = begin; child != end; ++child) all.push_back(child->second);
  }
  return all;
}

namespace {

// 'R', 'T', 'Z' …; 0 when there is no such process.
char state_of(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(stat, line);
  const auto after_name = line.rfind(") ");
  return after_name == std::string::npos ? '\0' : line[after_name + 2];
}

}  // namespace

bool is_stopped(pid_t pid) {
  const char state = state_of(pid);
  return state == 'T' || state == 't';
}

bool is_dead(pid_t pid) {
  const char state = state_of(pid);
  return state == '\0' || state == 'Z' || state == 'X';
}

Result<Process> start_helper(Command command) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail("helper_silent", std::strerror(errno));
  command.descriptors.emplace_back(ends[1], 1);
  auto process = start_process(command);
  ::close(ends[1]);
  pollfd waiting{ends[0], POLLIN, 0};
  char line[256];
  const bool spoke = process && ::poll(&waiting, 1, kHelperTimeMs) > 0 && ::read(ends[0], line, sizeof line) > 0;
  ::close(ends[0]);
  if (!process) return pass(process);
  if (!spoke) return fail("helper_silent", command.argv.front());
  return process;
}

Result<void> overwrite(const std::filesystem::path& file, ByteView contents) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(contents.data()), static_cast<std::streamsize>(contents.size()));
  if (out.flush()) return {};
  return fail("fault_not_injected", file.string());
}

}  // namespace omote::sim::faults
