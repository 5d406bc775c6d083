// A whole clinic in one folder: settings, identities, pairing, sockets, and the programs that run in it. Nothing outside of
// the folder is touched; every port is a free one on loopback.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/process.hpp"
#include "base/result.hpp"

namespace omote::sim::bench {

// Where the programs stand. On one machine everything is on loopback; with several, the programs' arguments begin with
// what brings them there.
struct SiteNetwork {
  std::string pc_link = "127.0.0.1", terminal_link = "127.0.0.1";  // both ends of the private link
  std::string national_address = "127.0.0.1", national_name = "127.0.0.1";
  std::uint16_t national_port = 0;  // 0: a free one
  std::vector<std::string> on_terminal, on_national;
};

struct SiteOptions {
  std::filesystem::path folder;  // of this run
  std::filesystem::path data;    // build/data: models, people, authorities
  std::filesystem::path pages;   // built web pages: kiosk/ console/ bench/
  std::filesystem::path output;  // of the receipt computer; empty: folder/face
  std::string encoding = "cp932";
  std::string serial = "OMT0000001";
  std::pair<std::string, std::string> card_service;  // environment of the private card service
  std::filesystem::path installation;  // the programs stand in its bin/, their libraries in its lib/; empty: beside this one
  std::filesystem::path face_stream, card_face_stream;
  SiteNetwork network;
  // "section.key" -> the value as it stands in the settings file: in the place of ours or beside it.
  std::map<std::string, std::string> host_settings, terminal_settings;
  bool watched = false;  // omote-watch starts the programs again that end or hang
  bool paired = true;    // host and terminal know each other already
  bool verbose = false;
};

// What a started program said in its first line.
struct Started {
  Process process;
  std::map<std::string, std::string> said;  // "console" -> "http://127.0.0.1:4711/"
  std::chrono::milliseconds took{0};
};

// A program on its way to its first line of standard output, a JSON object of texts.
class Starting {
 public:
  // Reasons: those of start_process.
  [[nodiscard]] static Result<Starting> start(Command command);
  Starting(Starting&& other) noexcept;
  Starting& operator=(Starting&&) = delete;
  ~Starting();
  // Waits for the line, at most so long since the start. Reason: program_silent (the program and the end of its log).
  [[nodiscard]] Result<Started> listen(std::chrono::milliseconds time) &&;
  [[nodiscard]] std::chrono::steady_clock::time_point began() const { return began_; }

 private:
  Starting(Process program, int first_line, Command command);
  Process process_;
  int first_line_;
  Command command_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

class Site {
 public:
  explicit Site(SiteOptions options) : options_(std::move(options)) {}

  // The simulated national system; its port and control port.
  [[nodiscard]] Result<void> start_national();
  // Host and terminal, paired beforehand, started side by side as two machines would.
  [[nodiscard]] Result<void> start_host_and_terminal();
  // One of them again, after it went; the same settings.
  [[nodiscard]] Result<void> start_host() { return start_again("host", host_); }
  [[nodiscard]] Result<void> start_terminal() { return start_again("terminal", terminal_); }
  // By name, "host" or "terminal". Dies: the program alone, whoever watches over it may start it again. Cut off: with who
  // watches over it, as a power failure does it.
  void let_die(const std::string& program);
  void cut_off(const std::string& program);
  [[nodiscard]] Result<void> restart(const std::string& program);
  // Another value for "section.key" of that program from its next start on; nothing: the first one again.
  void override_setting(const std::string& program, const std::string& name, std::optional<std::string> value);
  // Whether the settings file holds the overridden value.
  [[nodiscard]] bool setting_stands(const std::string& program, const std::string& name) const;
  // Of the account, from now on; "": the right one.
  [[nodiscard]] Result<void> write_password(const std::string& password);
  void stop();

  [[nodiscard]] std::string kiosk_url() const { return said(terminal_, "kiosk"); }
  [[nodiscard]] std::string console_url() const { return said(host_, "console"); }
  [[nodiscard]] std::uint16_t kiosk_port() const;
  [[nodiscard]] std::uint16_t console_port() const;
  [[nodiscard]] std::uint16_t national_port() const;
  [[nodiscard]] std::uint16_t national_control_port() const;
  [[nodiscard]] std::filesystem::path output_folder() const;
  [[nodiscard]] const std::filesystem::path& folder() const { return options_.folder; }
  [[nodiscard]] std::filesystem::path national_pki() const { return options_.data / "national"; }
  // The exchange by folder in the place of HTTPS, as national.way of the host's settings says.
  [[nodiscard]] bool by_folder() const;
  [[nodiscard]] std::filesystem::path exchange_folder() const { return options_.folder / "exchange"; }
  [[nodiscard]] const SiteNetwork& network() const { return options_.network; }
  [[nodiscard]] const std::string& serial() const { return options_.serial; }
  [[nodiscard]] std::uint16_t discovery_port() const { return discovery_port_; }
  [[nodiscard]] std::filesystem::path authorities() const { return options_.data / "authorities"; }
  [[nodiscard]] std::chrono::milliseconds host_start() const { return host_ ? host_->took : std::chrono::milliseconds(0); }
  [[nodiscard]] std::chrono::milliseconds terminal_start() const {
    return terminal_ ? terminal_->took : std::chrono::milliseconds(0);
  }
  // When the first of them was started.
  [[nodiscard]] std::chrono::steady_clock::time_point began() const { return began_; }
  // Of the programs themselves, not of who watches over them; -1 when they do not run.
  [[nodiscard]] pid_t host_pid() const { return pid_of("host", host_); }
  [[nodiscard]] pid_t terminal_pid() const { return pid_of("terminal", terminal_); }
  // The process that was started: the program itself, or who watches over it; -1 when it does not run.
  [[nodiscard]] pid_t started_pid(const std::string& program) const;
  [[nodiscard]] bool watched() const { return options_.watched; }
  [[nodiscard]] const std::filesystem::path& installation() const { return options_.installation; }
  // The last lines of every program's log, for a failure report.
  [[nodiscard]] std::string logs() const;

 private:
  [[nodiscard]] pid_t pid_of(const std::string& name, const std::optional<Started>& program) const;
  [[nodiscard]] std::string program_file(const std::string& name) const;
  [[nodiscard]] std::filesystem::path watch_of(const std::string& name) const;
  [[nodiscard]] static std::string said(const std::optional<Started>& program, const std::string& what);
  [[nodiscard]] Result<void> write_about() const;
  [[nodiscard]] Result<void> write_settings();
  [[nodiscard]] std::map<std::string, std::string> overridden(const std::string& program,
                                                              const std::map<std::string, std::string>& given) const;
  [[nodiscard]] std::map<std::string, std::string> way_to_national() const;
  [[nodiscard]] std::map<std::string, std::string> host_settings() const;
  [[nodiscard]] std::map<std::string, std::string> terminal_settings() const;
  [[nodiscard]] Result<void> pair();
  [[nodiscard]] Result<Starting> start(const std::string& name) const;
  [[nodiscard]] Result<void> start_again(const std::string& name, std::optional<Started>& program) const;
  [[nodiscard]] std::optional<Started>& program(const std::string& name) { return name == "host" ? host_ : terminal_; }

  SiteOptions options_;
  std::map<std::string, std::map<std::string, std::string>> overridden_;  // program -> setting -> value
  std::string password_;                                                  // in the place of the account's own
  std::uint16_t discovery_port_ = 0;
  std::chrono::steady_clock::time_point began_;
  std::optional<Started> national_, host_, terminal_;
};

// The number behind the last ':' of an address such as http://127.0.0.1:4711/.
[[nodiscard]] std::uint16_t port_of(const std::string& url);

}  // namespace omote::sim::bench
