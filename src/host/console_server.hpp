// Serves the console page on loopback and speaks with it: the whole state down whenever it changed, wishes of the staff up.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "net/http.hpp"
#include "schema/console.pb.h"

namespace omote::host {

class ConsoleServer {
 public:
  using MakeState = std::function<console::v1::State()>;
  using OnWish = std::function<void(const console::v1::FromPage&)>;

  // Reasons: those of net::HttpServer::listen.
  [[nodiscard]] static Result<std::unique_ptr<ConsoleServer>> open(net::Loop& loop, std::uint16_t port,
                                                                   std::filesystem::path web_folder, MakeState make_state,
                                                                   OnWish on_wish);
  ~ConsoleServer();
  // Further addresses: asked in the order added, before the page's own files; true means that it answered or will.
  using Route = std::function<bool(const net::Request&, const net::HttpServer::Answer&)>;
  void add_route(Route route) { routes_.push_back(std::move(route)); }
  // The state changed: pages get it within a tenth of a second, many changes at once.
  void changed();
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }

 private:
  ConsoleServer(net::Loop& loop, std::filesystem::path web_folder, MakeState make_state, OnWish on_wish)
      : loop_(loop), web_(std::move(web_folder)), make_state_(std::move(make_state)), on_wish_(std::move(on_wish)) {}
  void welcome(const std::shared_ptr<net::WebSocket>& page);
  [[nodiscard]] std::string state_text() const;

  net::Loop& loop_;
  std::filesystem::path web_;
  MakeState make_state_;
  OnWish on_wish_;
  std::vector<Route> routes_;
  std::unique_ptr<net::HttpServer> server_;
  std::set<std::shared_ptr<net::WebSocket>> pages_;
  net::Loop::TimerId timer_ = 0;
  bool planned_ = false;
};

}  // namespace omote::host
