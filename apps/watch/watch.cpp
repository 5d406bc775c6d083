#include "apps/watch/watch.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <sstream>

#include "base/log.hpp"
#include "base/supervisor.hpp"

namespace omote::watch {

namespace {

constexpr milliseconds kTick{100};
constexpr milliseconds kFirstPause{10'000};
constexpr milliseconds kStoodStill{500};  // we look ten times a second, but while the program is being ended

volatile sig_atomic_t told_to_stop = 0;  // a signal handler can reach nothing else

extern "C" void stop_watching(int) {
  told_to_stop = 1;
}

int open_socket(const std::filesystem::path& path, int kind) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto name = path.string();
  if (name.size() >= sizeof address.sun_path) return -1;
  std::memcpy(address.sun_path, name.data(), name.size());
  const int fd = ::socket(AF_UNIX, kind | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  ::unlink(name.c_str());
  const bool good = ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                    ::chmod(name.c_str(), 0600) == 0 && (kind == SOCK_DGRAM || ::listen(fd, 4) == 0);
  if (good) return fd;
  ::close(fd);
  return -1;
}

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

std::string end_in_words(int status) {
  return status > 128 ? fmt::format("signal {}", status - 128) : fmt::format("exit {}", status);
}

}  // namespace

Watch::~Watch() {
  for (const int fd : {notify_, control_}) {
    if (fd >= 0) ::close(fd);
  }
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  if (control_ >= 0) std::filesystem::remove(options_.control, ignored);
}

bool Watch::open_sockets() {
  std::string folder = (std::filesystem::temp_directory_path() / "omote-watch-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return false;
  folder_ = folder;
  notify_ = open_socket(folder_ / "notify", SOCK_DGRAM);
  const int on = 1;
  if (notify_ < 0 || ::setsockopt(notify_, SOL_SOCKET, SO_PASSCRED, &on, sizeof on) != 0) return false;
  if (options_.control.empty()) return true;
  std::error_code ignored;
  std::filesystem::create_directories(options_.control.parent_path(), ignored);
  control_ = open_socket(options_.control, SOCK_STREAM);
  return control_ >= 0;
}

int Watch::run() {
  struct sigaction action{};
  action.sa_handler = stop_watching;
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGINT, &action, nullptr);
  if (!open_sockets()) {
    log::error("the sockets cannot be made: {}", std::strerror(errno));
    return 1;
  }
  day_ = to_jst(clock_.now()).date;
  last_look_ = now();
  start();
  for (;;) {
    if (told_to_stop != 0) {
      end_program();
      return 0;
    }
    if (const auto over = look()) return *over;
    pollfd waiting[] = {{notify_, POLLIN, 0}, {control_, POLLIN, 0}};
    ::poll(waiting, 2, static_cast<int>(kTick.count()));
    hear();
    if (control_ >= 0 && (waiting[1].revents & POLLIN) != 0) answer();
  }
}

void Watch::start() {
  Command command;
  command.argv = options_.command;
  command.environment = {{"NOTIFY_SOCKET", (folder_ / "notify").string()},
                         {"WATCHDOG_USEC", std::to_string(std::chrono::microseconds(options_.silence).count())},
                         {"OMOTE_WATCH_DAY", to_iso(day_)},
                         {"OMOTE_WATCH_RESTARTS", std::to_string(restarts_today())},
                         {"OMOTE_WATCH_REASON", last_end_}};
  // Whoever started us reads the first start's line; nobody reads the later ones.
  command.quiet = !first_;
  first_ = false;
  killed_for_.clear();
  status_.clear();
  state_ = State::Starting;
  began_ = now();
  starts_.push_back(began_);
  auto process = start_process(command);
  if (!process) {
    log::error("{}", describe(process.error()));
    program_ = Process();
    return;
  }
  program_ = std::move(*process);
}

int Watch::restarts_today() {
  const auto today = to_jst(clock_.now()).date;
  if (today != day_) restarts_ = 0;
  day_ = today;
  return restarts_;
}

void Watch::end_program() {
  if (!program_.running()) return;
  ::kill(program_.pid(), SIGTERM);
  if (!program_.wait(options_.grace)) program_.kill_now();
}

// READY=1, WATCHDOG=1, STATUS=…: of the program itself only, not of a child of it.
void Watch::hear() {
  for (;;) {
    char text[4096];
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(ucred))];
    iovec part{text, sizeof text};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    const ssize_t n = ::recvmsg(notify_, &message, MSG_DONTWAIT);
    if (n < 0) return;
    ucred sender{};
    for (auto* head = CMSG_FIRSTHDR(&message); head != nullptr; head = CMSG_NXTHDR(&message, head)) {
      if (head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_CREDENTIALS)
        std::memcpy(&sender, CMSG_DATA(head), sizeof sender);
    }
    if (sender.pid != program_.pid()) continue;
    std::istringstream lines(std::string(text, static_cast<std::size_t>(n)));
    for (std::string line; std::getline(lines, line);) {
      if (line == "READY=1" && state_ == State::Starting) {
        state_ = State::Running;
        began_ = last_alive_ = now();
      }
      if (line == "WATCHDOG=1") last_alive_ = now();
      if (line.starts_with("STATUS=")) status_ = line.substr(7);
    }
  }
}

std::string Watch::report() const {
  const auto state = state_ == State::Starting ? "starting" : state_ == State::Running ? "running" : "waiting";
  const auto left = std::chrono::duration_cast<std::chrono::seconds>(began_ - now()).count();
  return fmt::format("state={}\npid={}\nrestarts_today={}\nlast_end={}\nstatus={}\nnext_try_s={}\n", state,
                     state_ == State::Waiting ? 0 : program_.pid(), restarts_, last_end_, status_,
                     state_ == State::Waiting ? std::max<std::int64_t>(left, 0) : 0);
}

void Watch::answer() {
  const int fd = ::accept4(control_, nullptr, nullptr, SOCK_CLOEXEC);
  if (fd < 0) return;
  // A question is one short line; who does not send it at once is not waited for.
  char text[512];
  pollfd waiting{fd, POLLIN, 0};
  const ssize_t n = ::poll(&waiting, 1, 500) > 0 ? ::recv(fd, text, sizeof text, 0) : 0;
  const std::string question(text, n > 0 ? static_cast<std::size_t>(n) : 0);
  static_cast<void>(restarts_today());
  const auto said = report();
  if (question.starts_with("state") || question.starts_with("restart "))
    static_cast<void>(::send(fd, said.data(), said.size(), MSG_NOSIGNAL));
  ::close(fd);
  if (!question.starts_with("restart ")) return;
  const auto why = question.substr(8, question.find('\n') - 8);
  log::warning("a restart is asked for: {}", why);
  killed_for_ = "asked: " + why;
  if (state_ == State::Waiting) {
    began_ = now();
  } else {
    end_program();
  }
}

// A PC that slept stops everybody at once; who wakes first must not judge the other.
void Watch::stood_still() {
  const auto time = now();
  const auto missed = time - std::exchange(last_look_, time);
  if (missed < kStoodStill || last_look_ == SteadyTime()) return;
  last_alive_ += missed;
  if (state_ == State::Starting) began_ += missed;
}

std::optional<int> Watch::look() {
  stood_still();
  if (state_ == State::Waiting) {
    if (now() >= began_) start();
    return std::nullopt;
  }
  if (!program_.running()) return ended(program_.pid() > 0 ? program_.wait(milliseconds(0)).value_or(127) : 127);
  const bool hung = state_ == State::Running && now() - last_alive_ > options_.silence;
  const bool slow = state_ == State::Starting && now() - began_ > options_.start;
  if (!hung && !slow) return std::nullopt;
  killed_for_ = hung ? "hung" : "never ready";
  log::error("{} is {}: it is killed", options_.command.front(), killed_for_);
  program_.kill_now();
  return std::nullopt;
}

std::optional<int> Watch::ended(int status) {
  if (status == kExitSettingsWrong) {
    log::error("{}: the settings are wrong; starting again would not help", options_.command.front());
    return status;
  }
  last_end_ = !killed_for_.empty() ? killed_for_ : status == kExitRestart ? "asked" : end_in_words(status);
  started_again(last_end_);
  return std::nullopt;
}

void Watch::started_again(const std::string& reason) {
  static_cast<void>(restarts_today());
  ++restarts_;
  const auto time = now();
  while (!starts_.empty() && time - starts_.front() > options_.within) starts_.pop_front();
  if (state_ == State::Running && time - began_ > 6 * options_.within) pause_ = milliseconds(0);
  if (std::ssize(starts_) < options_.burst) {
    log::warning("{} ended ({}): it is started again", options_.command.front(), reason);
    return start();
  }
  pause_ = pause_.count() == 0 ? std::min(kFirstPause, options_.longest) : std::min(2 * pause_, options_.longest);
  log::error("{} ended {} times within {} s, last: {}; the next try is in {} s", options_.command.front(), starts_.size(),
             std::chrono::duration_cast<std::chrono::seconds>(options_.within).count(), reason,
             std::chrono::duration_cast<std::chrono::seconds>(pause_).count());
  starts_.clear();
  state_ = State::Waiting;
  began_ = time + pause_;
}

}  // namespace omote::watch
