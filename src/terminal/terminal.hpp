// The terminal: the kiosk page, the eyes and the link, put together. Shows what the host says; without the host it says
// what it waits for.
#pragma once

#include <memory>
#include <string>

#include "link/terminal_link.hpp"
#include "terminal/eyes.hpp"
#include "terminal/kiosk_server.hpp"

namespace omote::terminal {

struct TerminalParts {
  net::Loop& loop;
  const Clock& clock;
  std::string serial;
  std::string version;
  std::uint16_t kiosk_port = 0;
  std::filesystem::path kiosk_pages;
  net::Identity identity;  // the link's
  link::TerminalLinkOptions link;
  EyeParts eyes;
};

class Terminal {
 public:
  // Reasons: those of KioskServer::open and TerminalLink::open.
  [[nodiscard]] static Result<std::unique_ptr<Terminal>> open(TerminalParts parts);
  ~Terminal();
  [[nodiscard]] std::uint16_t kiosk_port() const { return kiosk_->port(); }

 private:
  explicit Terminal(TerminalParts parts);
  [[nodiscard]] link::TerminalLinkEvents events();
  void hear(const link::v1::ToTerminal& message);
  void send(const link::v1::ToHost& message);
  void touched(kiosk::v1::Touch touch);
  void show(const kiosk::v1::Screen& screen);
  void show_waiting(const std::string& reason);
  void report();
  void report_often();

  net::Loop& loop_;
  const Clock& clock_;
  std::string serial_;
  std::string version_;
  std::unique_ptr<KioskServer> kiosk_;
  std::unique_ptr<Eyes> eyes_;
  std::unique_ptr<link::TerminalLink> link_;
  SteadyTime began_;
  bool pairing_ = false;
  std::uint32_t own_revision_ = 0;
  std::string language_ = "ja";
  net::Loop::TimerId report_timer_ = 0;
};

}  // namespace omote::terminal
