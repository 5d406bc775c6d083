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

struct SiteOptions {
  std::filesystem::path folder;  // of this run
  std::filesystem::path data;    // build/data: models, people, authorities
  std::filesystem::path pages;   // built web pages: kiosk/ console/ bench/
  std::filesystem::path output;  // of the receipt computer; empty: folder/face
  std::string encoding = "cp932";
  std::string serial = "OMT0000001";
  std::pair<std::string, std::string> card_service;  // environment of the private card service
  std::filesystem::path face_stream, card_face_stream;
  bool paired = true;  // host and terminal know each other already
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
  void stop();

  [[nodiscard]] std::string kiosk_url() const { return said(terminal_, "kiosk"); }
  [[nodiscard]] std::string console_url() const { return said(host_, "console"); }
  [[nodiscard]] std::uint16_t kiosk_port() const;
  [[nodiscard]] std::uint16_t console_port() const;
  [[nodiscard]] std::uint16_t national_control_port() const;
  [[nodiscard]] std::filesystem::path output_folder() const;
  [[nodiscard]] std::filesystem::path authorities() const { return options_.data / "authorities"; }
  [[nodiscard]] std::chrono::milliseconds host_start() const { return host_ ? host_->took : std::chrono::milliseconds(0); }
  [[nodiscard]] std::chrono::milliseconds terminal_start() const {
    return terminal_ ? terminal_->took : std::chrono::milliseconds(0);
  }
  // When the first of them was started.
  [[nodiscard]] std::chrono::steady_clock::time_point began() const { return began_; }
  [[nodiscard]] pid_t host_pid() const { return host_ ? host_->process.pid() : -1; }
  [[nodiscard]] pid_t terminal_pid() const { return terminal_ ? terminal_->process.pid() : -1; }
  // The last lines of every program's log, for a failure report.
  [[nodiscard]] std::string logs() const;

 private:
  [[nodiscard]] static std::string said(const std::optional<Started>& program, const std::string& what);
  [[nodiscard]] Result<void> write_settings();
  [[nodiscard]] Result<void> pair();
  [[nodiscard]] Result<Starting> start(const std::string& name) const;
  [[nodiscard]] Result<void> start_again(const std::string& name, std::optional<Started>& program) const;

  SiteOptions options_;
  std::uint16_t discovery_port_ = 0;
  std::chrono::steady_clock::time_point began_;
  std::optional<Started> national_, host_, terminal_;
};

// The number behind the last ':' of an address such as http://127.0.0.1:4711/.
[[nodiscard]] std::uint16_t port_of(const std::string& url);

}  // namespace omote::sim::bench
