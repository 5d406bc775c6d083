// The control interface of the simulated national system: plain HTTP with JSON on loopback.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "net/http.hpp"
#include "sim/national/switches.hpp"

namespace omote::sim::national {

struct SeenRequest;

struct ControlDoors {
  std::function<Result<void>(const std::string&, const std::string&)> set;
  std::function<const Switches&()> switches;
  std::function<const std::deque<SeenRequest>&()> requests;
  std::function<std::size_t()> visits;
};

struct ControlPath {
  std::string method;
  std::string path;
};
[[nodiscard]] const std::vector<ControlPath>& control_paths();

class Control {
 public:
  // Reasons: those of HttpServer::listen.
  [[nodiscard]] static Result<std::unique_ptr<Control>> listen(net::Loop& loop, std::uint16_t port, ControlDoors doors);
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }

 private:
  Control(std::unique_ptr<net::HttpServer> server, ControlDoors doors);
  [[nodiscard]] net::Response respond(const net::Request& request);
  [[nodiscard]] net::Response change(const std::string& body);
  [[nodiscard]] net::Response show_switches() const;

  std::unique_ptr<net::HttpServer> server_;
  ControlDoors doors_;
};

}  // namespace omote::sim::national
