// Serves the kiosk page on loopback and speaks with it: screens, guidance and pictures down, touches up.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "net/http.hpp"
#include "schema/kiosk.pb.h"

namespace omote::terminal {

struct KioskNews {  // on the loop
  std::function<void(kiosk::v1::Touch)> touched;
  std::function<void(std::uint32_t revision)> shown;
  std::function<void(const std::string&)> language;
  std::function<void(bool connected)> page;
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
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] bool page_connected() const { return !pages_.empty(); }

 private:
  KioskServer(std::filesystem::path web_folder, KioskNews news) : web_(std::move(web_folder)), news_(std::move(news)) {}
  void welcome(const std::shared_ptr<net::WebSocket>& page);
  void hear(const std::string& text);
  void send(const kiosk::v1::ToPage& message);

  std::filesystem::path web_;
  KioskNews news_;
  std::unique_ptr<net::HttpServer> server_;
  std::set<std::shared_ptr<net::WebSocket>> pages_;
  kiosk::v1::Screen screen_;
  kiosk::v1::PageSettings settings_;
};

}  // namespace omote::terminal
