#include "base/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <thread>

namespace omote {

namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> environment_with(const std::vector<std::pair<std::string, std::string>>& more) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text(*entry);
    const auto name = text.substr(0, text.find('='));
    if (std::ranges::none_of(more, [&](const auto& pair) { return pair.first == name; })) all.push_back(text);
  }
  for (const auto& [name, value] : more) all.push_back(name + "=" + value);
  return all;
}

// Runs in the child, between fork and exec: only calls that are safe there.
void place_descriptors(const std::vector<std::pair<int, int>>& pairs) {
  // First out of the way, so that one target cannot overwrite another's source.
  int moved[16];
  std::size_t count = 0;
  for (const auto& pair : pairs) {
    if (count < 16) moved[count++] = ::fcntl(pair.first, F_DUPFD_CLOEXEC, 64);
  }
  for (std::size_t i = 0; i < count; ++i) ::dup2(moved[i], pairs[i].second);
}

}  // namespace

Process& Process::operator=(Process&& other) noexcept {
  if (this != &other) {
    stop();
    pid_ = std::exchange(other.pid_, -1);
    status_ = std::exchange(other.status_, std::nullopt);
  }
  return *this;
}

Process::~Process() {
  stop();
}

bool Process::running() {
  return pid_ > 0 && !wait(std::chrono::milliseconds(0));
}

std::optional<int> Process::wait(std::chrono::milliseconds time) {
  if (status_ || pid_ <= 0) return status_.value_or(-1);
  const auto end = std::chrono::steady_clock::now() + time;
  for (;;) {
    int status = 0;
    const pid_t got = ::waitpid(pid_, &status, WNOHANG);
    if (got == pid_) {
      status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      return status_;
    }
    if (got < 0 && errno == ECHILD) return status_ = -1;
    if (std::chrono::steady_clock::now() >= end) return std::nullopt;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

void Process::kill_now() {
  if (pid_ <= 0 || status_) return;
  ::kill(pid_, SIGKILL);
  static_cast<void>(wait(std::chrono::seconds(5)));
}

void Process::stop() {
  if (pid_ <= 0 || status_) return;
  ::kill(pid_, SIGTERM);
  if (!wait(std::chrono::seconds(1))) kill_now();
}

Result<Process> start_process(const Command& command) {
  auto arguments = command.argv;
  auto environment = environment_with(command.environment);
  const auto argv = pointers(arguments);
  const auto envp = pointers(environment);
  int report[2];
  if (::pipe2(report, O_CLOEXEC) != 0) return fail("process_not_started", std::strerror(errno));
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(1);
    if (!command.standard_error.empty()) {
      const int fd = ::open(command.standard_error.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
      if (fd >= 0) ::dup2(fd, 2);
    }
    if (command.quiet) {
      const int fd = ::open("/dev/null", O_WRONLY);
      if (fd >= 0) ::dup2(fd, 1);
    }
    // Out of the way of the numbers that the child's descriptors get.
    const int report_error = ::fcntl(report[1], F_DUPFD_CLOEXEC, 128);
    place_descriptors(command.descriptors);
    ::execvpe(argv[0], argv.data(), envp.data());
    const int error = errno;
    static_cast<void>(!::write(report_error, &error, sizeof error));
    ::_exit(127);
  }
  ::close(report[1]);
  int error = pid < 0 ? errno : 0;
  if (pid > 0 && ::read(report[0], &error, sizeof error) <= 0) error = 0;
  ::close(report[0]);
  if (error == 0) return Process(pid);
  if (pid > 0) ::waitpid(pid, nullptr, 0);
  return fail("process_not_executed", command.argv.front() + ": " + std::strerror(error));
}

// Asked once: later the file may have been replaced, or the root folder be another.
std::string own_executable() {
  static const std::string kPath = [] {
    char path[PATH_MAX];
    const ssize_t n = ::readlink("/proc/self/exe", path, sizeof path);
    return n > 0 ? std::string(path, static_cast<std::size_t>(n)) : std::string();
  }();
  return kPath;
}

std::string program_beside(const std::string& name) {
  const auto folder = std::filesystem::path(own_executable()).parent_path();
  const auto same = folder / name;
  return std::filesystem::exists(same) ? same : folder.parent_path() / "bin" / name;
}

}  // namespace omote
