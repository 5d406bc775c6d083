#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/process.hpp"
#include "sim/network/apart.hpp"

namespace omote::sim::network {

namespace {

namespace fs = std::filesystem;
constexpr std::chrono::seconds kToolTime{10};

bool write_line(const std::string& file, const std::string& text) {
  std::ofstream out(file);
  out << text;
  return static_cast<bool>(out.flush());
}

Result<void> become_root_inside() {
  const auto user = ::geteuid();
  const auto group = ::getegid();
  if (user == 0) return {};
  if (::unshare(CLONE_NEWUSER) != 0) {
    return fail("namespaces_refused", fmt::format("user namespace: {}; as root it works without one", std::strerror(errno)));
  }
  write_line("/proc/self/setgroups", "deny");
  if (!write_line("/proc/self/uid_map", fmt::format("0 {} 1", user)) ||
      !write_line("/proc/self/gid_map", fmt::format("0 {} 1", group))) {
    return fail("namespaces_refused", "user namespace: the map of users was not accepted");
  }
  return {};
}

Result<void> mounted(const char* what, const char* type, const char* where, unsigned long flags) {
  if (::mount(what, where, type, flags, nullptr) == 0) return {};
  return fail("world_not_prepared", fmt::format("{} on {}: {}", what, where, std::strerror(errno)));
}

// What cannot be read (other users' secrets) is left out; nobody here needs it.
void copy_tree(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to, error);
  for (const auto& entry : fs::directory_iterator(from, fs::directory_options::skip_permission_denied, error)) {
    const auto target = to / entry.path().filename();
    if (entry.is_symlink(error)) {
      fs::copy_symlink(entry.path(), target, error);
    } else if (entry.is_directory(error)) {
      copy_tree(entry.path(), target);
    } else if (entry.is_regular_file(error)) {
      fs::copy_file(entry.path(), target, error);
    }
  }
}

// /run is made first, so that the copy of /etc has a place to stand on.
Result<void> prepare_world() {
  if (auto done = keep_mounts_to_ourselves(); !done) return done;
  if (auto done = mounted("none", nullptr, "/", MS_REC | MS_SHARED); !done) return done;
  if (auto done = mounted("proc", "proc", "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC); !done) return done;
  if (auto done = mounted("sysfs", "sysfs", "/sys", MS_NOSUID | MS_NODEV | MS_NOEXEC); !done) return done;
  if (auto done = mounted("run", "tmpfs", "/run", MS_NOSUID | MS_NODEV); !done) return done;
  copy_tree("/etc", "/run/etc");
  if (auto done = mounted("/run/etc", nullptr, "/etc", MS_BIND); !done) return done;
  std::error_code error;
  fs::create_directories("/run/netns", error);
  fs::remove("/etc/resolv.conf", error);
  if (!write_line("/etc/resolv.conf", "")) return fail("world_not_prepared", "/etc/resolv.conf");
  return run_tool({"ip", "link", "set", "lo", "up"});
}

int first_process(const std::function<int()>& inside) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (auto prepared = prepare_world(); !prepared) {
    fmt::print(stderr, "{}\n", describe(prepared.error()));
    return 125;
  }
  return inside();
}

}  // namespace

Result<void> keep_mounts_to_ourselves() {
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0) return {};
  // In a chroot the root is a folder like any other: it becomes a mount of its own, and the way up leads onto it.
  if (errno != EINVAL) return fail("world_not_prepared", std::string("the mounts: ") + std::strerror(errno));
  if (auto done = mounted("/", nullptr, "/", MS_BIND | MS_REC); !done) return done;
  if (::chdir("/..") != 0 || ::chroot(".") != 0)
    return fail("world_not_prepared", std::string("the root folder: ") + std::strerror(errno));
  return mounted("none", nullptr, "/", MS_REC | MS_PRIVATE);
}

Result<int> run_apart(const std::function<int()>& inside) {
  static_cast<void>(own_executable());  // in a chroot its path can be told only among the mounts where it was started
  if (auto done = become_root_inside(); !done) return pass(done);
  if (::unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC) != 0) {
    return fail("namespaces_refused", fmt::format("mounts, network and processes: {}", std::strerror(errno)));
  }
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child < 0) return fail("namespaces_refused", fmt::format("first process: {}", std::strerror(errno)));
  if (child == 0) {
    const int status = first_process(inside);
    std::fflush(nullptr);
    ::_exit(status);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Result<Machine> Machine::make(const std::string& name) {
  if (auto made = run_tool({"ip", "netns", "add", name}); !made) return pass(made);
  if (auto up = run_tool({"ip", "-n", name, "link", "set", "lo", "up"}); !up) return pass(up);
  return Machine(name);
}

bool enter_network(const std::string& network) {
  if (network.empty()) return true;
  const int fd = ::open(network.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool entered = ::setns(fd, CLONE_NEWNET) == 0;
  ::close(fd);
  return entered;
}

void in_network(const std::string& network, const std::function<void()>& work) {
  std::thread([&] {
    if (enter_network(network)) work();
  }).join();
}

Result<std::string> ask_tool(const std::vector<std::string>& argv) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail("tool_failed", std::strerror(errno));
  Command command;
  command.argv = argv;
  command.descriptors = {{ends[1], 1}, {ends[1], 2}};
  auto process = start_process(command);
  ::close(ends[1]);
  std::string said;
  char part[4096];
  for (ssize_t n = 0; process && (n = ::read(ends[0], part, sizeof part)) > 0;) said.append(part, static_cast<std::size_t>(n));
  ::close(ends[0]);
  if (!process) return fail("tool_failed", describe(process.error()));
  if (process->wait(kToolTime) == 0) return said;
  return fail("tool_failed", fmt::format("{}: {}", fmt::join(argv, " "), said));
}

Result<void> run_tool(const std::vector<std::string>& argv) {
  auto answer = ask_tool(argv);
  if (!answer) return pass(answer);
  return {};
}

}  // namespace omote::sim::network
