// Serves the kiosk page on loopback and speaks with it: screens, guidance and pictures down, touches up.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "net/http.hpp"
#include "net/repeat.hpp"
#include "schema/kiosk.pb.h"

namespace omote::terminal {

struct KioskNews {  // on the loop
  std::function<void(kiosk::v1::Touch)> touched;
  std::function<void(std::uint32_t revision)> shown;
  std::function<void(const std::string&)> language;
  std::function<void(bool connected)> page;
  std::function<void(bool down)> pointer;  // a finger on the glass
  std::function<void(const kiosk::v1::DeviceWish&)> device;
};

class KioskServer {
 public:
  // Reasons: those of net::HttpServer::listen.
  [[nodiscard]] static Result<std::unique_ptr<KioskServer>> open(net::Loop& loop, std::uint16_t port,
                                                                 std::filesystem::path web_folder, KioskNews news);
  void show(const kiosk::v1::Screen& screen);
  void live(kiosk::v1::Live live);
  void picture(const Bytes& jpeg);
  void settings(const kiosk::v1::PageSettings& settings);
  void device(const kiosk::v1::DeviceState& state);
  // Every page must connect anew, which makes it draw everything anew.
  void drop_pages();
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] bool page_connected() const { return !pages_.empty(); }
  // A page draws: it answered a ping within the last seconds, or came just now.
  [[nodiscard]] bool page_alive() const;

 private:
  KioskServer(net::Loop& loop, std::filesystem::path web_folder, KioskNews news);
  void welcome(const std::shared_ptr<net::WebSocket>& page);
  void hear(const std::shared_ptr<net::WebSocket>& page, const std::string& text);
  void ping();
  void send(const kiosk::v1::ToPage& message);

  std::filesystem::path web_;
  KioskNews news_;
  std::unique_ptr<net::HttpServer> server_;
  std::map<std::shared_ptr<net::WebSocket>, SteadyTime> pages_;  // and when each drew last
  std::uint32_t ping_ = 0;
  net::Repeat pings_;
  kiosk::v1::Screen screen_;
  kiosk::v1::PageSettings settings_;
  kiosk::v1::DeviceState device_;
};

}  // namespace omote::terminal
