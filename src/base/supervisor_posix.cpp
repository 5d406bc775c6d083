#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <map>
#include <sstream>
#include <utility>

#include "base/supervisor.hpp"

namespace omote {

namespace {

constexpr int kAnswerMs = 2'000;

std::string take_variable(const char* name) {
  const char* value = std::getenv(name);
  std::string text = value == nullptr ? "" : value;
  ::unsetenv(name);
  return text;
}

// A name that begins with '@' is of the abstract kind: no file.
std::optional<std::pair<sockaddr_un, socklen_t>> address_of(const std::string& name) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (name.empty() || name.size() >= sizeof address.sun_path) return std::nullopt;
  std::memcpy(address.sun_path, name.data(), name.size());
  if (name.front() == '@') address.sun_path[0] = '\0';
  return std::pair(address, static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size()));
}

std::string one_line(std::string_view text) {
  std::string line(text);
  for (auto& c : line) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return line;
}

// One question, one answer, then the other side closes.
Result<std::string> ask(const std::filesystem::path& socket, const std::string& question) {
  const auto address = address_of(socket.string());
  const int fd = address ? ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
  std::string answer;
  bool whole = false;
  if (fd >= 0 && ::connect(fd, reinterpret_cast<const sockaddr*>(&address->first), address->second) == 0 &&
      ::send(fd, question.data(), question.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(question.size())) {
    char buffer[1024];
    for (pollfd waiting{fd, POLLIN, 0}; ::poll(&waiting, 1, kAnswerMs) > 0;) {
      const ssize_t n = ::recv(fd, buffer, sizeof buffer, 0);
      if (n <= 0) {
        whole = n == 0 && !answer.empty();
        break;
      }
      answer.append(buffer, static_cast<std::size_t>(n));
    }
  }
  if (fd >= 0) ::close(fd);
  if (!whole) return fail("watch_not_reached", socket.string());
  return answer;
}

}  // namespace

Supervisor Supervisor::from_environment() {
  Supervisor supervisor;
  supervisor.socket_name_ = take_variable("NOTIFY_SOCKET");
  const auto microseconds = std::strtoll(take_variable("WATCHDOG_USEC").c_str(), nullptr, 10);
  const auto watched = take_variable("WATCHDOG_PID");
  supervisor.counted_on_ = take_variable("OMOTE_WATCH_DAY");
  supervisor.restarts_ = static_cast<int>(std::strtol(take_variable("OMOTE_WATCH_RESTARTS").c_str(), nullptr, 10));
  supervisor.restart_reason_ = take_variable("OMOTE_WATCH_REASON");
  if (!supervisor.present()) return supervisor;
  supervisor.socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const bool ours = watched.empty() || watched == std::to_string(::getpid());
  if (microseconds > 0 && ours) supervisor.alive_every_ = std::chrono::milliseconds(microseconds / 2000);
  return supervisor;
}

Supervisor::Supervisor(Supervisor&& other) noexcept
    : socket_name_(std::move(other.socket_name_)),
      socket_(std::exchange(other.socket_, -1)),
      alive_every_(other.alive_every_),
      counted_on_(std::move(other.counted_on_)),
      restarts_(other.restarts_),
      restart_reason_(std::move(other.restart_reason_)) {}

Supervisor::~Supervisor() {
  if (socket_ >= 0) ::close(socket_);
}

std::optional<int> Supervisor::restarts_on(Date day) const {
  if (counted_on_.empty()) return std::nullopt;
  return counted_on_ == to_iso(day) ? restarts_ : 0;
}

// Nobody hears it: then nobody waits for it either.
void Supervisor::say(std::string_view message) const {
  const auto address = address_of(socket_name_);
  if (socket_ < 0 || !address) return;
  static_cast<void>(::sendto(socket_, message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                             reinterpret_cast<const sockaddr*>(&address->first), address->second));
}

void Supervisor::ready(std::string_view status) const {
  say(fmt::format("READY=1\nSTATUS={}", one_line(status)));
}
void Supervisor::alive() const {
  say("WATCHDOG=1");
}
void Supervisor::status(std::string_view text) const {
  say(fmt::format("STATUS={}", one_line(text)));
}
void Supervisor::stopping() const {
  say("STOPPING=1");
}

std::filesystem::path watch_socket(const std::filesystem::path& state_folder, std::string_view program) {
  return state_folder / fmt::format("{}.watch", program);
}

Result<WatchReport> ask_watch(const std::filesystem::path& socket) {
  auto answer = ask(socket, "state\n");
  if (!answer) return pass(answer);
  std::map<std::string, std::string> said;
  std::istringstream lines(*answer);
  for (std::string line; std::getline(lines, line);) {
    const auto equals = line.find('=');
    if (equals != std::string::npos) said[line.substr(0, equals)] = line.substr(equals + 1);
  }
  const auto number = [&](const char* name) { return static_cast<int>(std::strtol(said[name].c_str(), nullptr, 10)); };
  return WatchReport{said["state"],    number("pid"),  number("restarts_today"),
                     said["last_end"], said["status"], number("next_try_s")};
}

Result<void> restart_by_watch(const std::filesystem::path& socket, std::string_view why) {
  auto answer = ask(socket, fmt::format("restart {}\n", one_line(why)));
  if (!answer) return pass(answer);
  return {};
}

}  // namespace omote
