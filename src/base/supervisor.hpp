// Who watches over a program: systemd, or omote-watch on a machine without it. The program says that it is ready and alive
// (sd_notify's datagrams); people and remedies ask omote-watch for a restart.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace omote {

// Exit statuses that mean something to who watches (as in sysexits.h).
inline constexpr int kExitSettingsWrong = 78;  // starting again does not help, a person must correct the settings
inline constexpr int kExitRestart = 75;        // the program wants to be started again, at once

// The program's side. Plain data and a socket; any thread.
class Supervisor {
 public:
  // Takes the variables out of the environment, so that no child process speaks in this program's name.
  [[nodiscard]] static Supervisor from_environment();
  Supervisor(const Supervisor&) = delete;
  Supervisor(Supervisor&& other) noexcept;
  ~Supervisor();

  // Somebody starts this program again when it ends.
  [[nodiscard]] bool present() const { return !socket_name_.empty(); }
  // How often alive() must be said (half of what the watcher waits); nothing when nobody waits for it.
  [[nodiscard]] std::optional<std::chrono::milliseconds> alive_every() const { return alive_every_; }
  // How often omote-watch started the program again on that day; nothing when nobody counts.
  [[nodiscard]] std::optional<int> restarts_on(Date day) const;
  // Why it was started again ("hung", "exit 1", "signal 9", "asked: …"); "" for the first start.
  [[nodiscard]] const std::string& restart_reason() const { return restart_reason_; }

  void ready(std::string_view status = {}) const;
  void alive() const;
  void status(std::string_view text) const;  // one line, for people
  void stopping() const;

 private:
  Supervisor() = default;
  void say(std::string_view message) const;
  std::string socket_name_;
  int socket_ = -1;
  std::optional<std::chrono::milliseconds> alive_every_;
  std::string counted_on_;  // yyyy-mm-dd
  int restarts_ = 0;
  std::string restart_reason_;
};

// What omote-watch knows of the program it watches.
struct WatchReport {
  std::string state;  // "starting", "running", "waiting" (for the next try after a row of crashes)
  int pid = 0;
  int restarts_today = 0;
  std::string last_end;  // why the program was last started again, as restart_reason()
  std::string status;    // what the program says of itself
  int next_try_s = 0;    // in the state "waiting"
};

// The socket at which omote-watch answers for a program ("omote-host"); it lies in the program's state folder.
[[nodiscard]] std::filesystem::path watch_socket(const std::filesystem::path& state_folder, std::string_view program);
// Reason: watch_not_reached.
[[nodiscard]] Result<WatchReport> ask_watch(const std::filesystem::path& socket);
// The program is ended (killed when it does not end by itself) and started again, whatever state it is in; returns at once.
// `why` is one line for the log. Reason: watch_not_reached.
[[nodiscard]] Result<void> restart_by_watch(const std::filesystem::path& socket, std::string_view why);

}  // namespace omote
