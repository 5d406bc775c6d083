// The terminal: the kiosk page, the eyes and the link, put together. Shows what the host says; without the host it says
// what it waits for.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "link/terminal_link.hpp"
#include "net/repeat.hpp"
#include "terminal/device_page.hpp"
#include "terminal/eyes.hpp"
#include "terminal/facts.hpp"
#include "terminal/kiosk_server.hpp"
#include "terminal/log_lines.hpp"
#include "terminal/power_follow.hpp"
#include "terminal/update_follow.hpp"

namespace omote::terminal {

// The device itself, as its settings file tells it (docs/settings.md).
struct DeviceKnowledge {
  std::filesystem::path choices;  // file of what was chosen on the terminal itself
  std::filesystem::path backlight_folder;
  std::vector<std::string> restart_command, off_command;  // empty: it cannot be done from here
  std::vector<std::string> corners;
  PowerRules power;
};

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
  SelfKnowledge self;
  DeviceKnowledge device;
  UpdatePlaces update;
  LogKeeper* log = nullptr;  // its lines go to the host
  // Asks who watches over the program to start it again. Reason: terminal_not_watched. Empty: nobody does.
  std::function<Result<void>()> restart;
  // Exercises what this device alone can: reads the specimens (docs/self-test.md). Blocks; runs on a thread of its own.
  std::function<std::vector<link::v1::SelfTestAnswer::Check>()> try_specimens;
  // The next start is that of a new terminal (terminal/reset.hpp).
  std::function<Result<void>()> want_reset;
};

class Terminal {
 public:
  // Reasons: those of KioskServer::open and TerminalLink::open.
  [[nodiscard]] static Result<std::unique_ptr<Terminal>> open(TerminalParts parts);
  ~Terminal();
  [[nodiscard]] std::uint16_t kiosk_port() const { return kiosk_->port(); }

 private:
  explicit Terminal(TerminalParts parts);
  [[nodiscard]] KioskNews kiosk_news();
  [[nodiscard]] link::TerminalLinkEvents events();
  void hear(const link::v1::ToTerminal& message);
  void send(const link::v1::ToHost& message);
  void touched(kiosk::v1::Touch touch);
  void show(const kiosk::v1::Screen& screen);
  void show_waiting(const std::string& reason);
  void report();
  void report_often();  // what changed at once, all every two seconds
  void tell_log();
  void tell_page(const link::v1::Settings& told);
  void do_remedy(const link::v1::DoRemedy& wish);
  [[nodiscard]] Result<void> restart_program();
  [[nodiscard]] Result<void> reset();
  // terminal_device.cpp: the settings on the terminal itself, and its power
  [[nodiscard]] DevicePage make_device_page();
  [[nodiscard]] google::protobuf::Map<std::string, std::string> device_values() const;
  [[nodiscard]] Result<void> change_device(const std::string& function, const std::string& value);
  [[nodiscard]] Result<void> restart_device();
  void watch_power();
  void show_going();
  void keep_on();
  void self_test(std::uint32_t number);

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
  TerminalFacts facts_;
  DeviceKnowledge device_;
  Choices choices_;
  DevicePage device_page_;
  PowerFollow power_;
  kiosk::v1::Screen screen_;  // that the host or the terminal's own state wants
  bool going_ = false;        // the countdown to switching off covers it
  LogKeeper* log_;
  std::function<Result<void>()> restart_;
  std::function<Result<void>()> want_reset_;
  std::function<std::vector<link::v1::SelfTestAnswer::Check>()> try_specimens_;
  std::string reported_;  // what the last report said
  SteadyTime reported_at_{};
  std::unique_ptr<UpdateFollow> update_;
  std::unique_ptr<net::Repeat> reports_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::jthread specimens_;
};

}  // namespace omote::terminal
