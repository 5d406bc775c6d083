// A TCP port of this machine that somebody listens on.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace omote::sim::faults {

class PortListener {
 public:
  // Reason: port_taken.
  [[nodiscard]] static Result<std::unique_ptr<PortListener>> open(std::uint16_t port);
  PortListener(const PortListener&) = delete;
  PortListener& operator=(const PortListener&) = delete;
  ~PortListener();

 private:
  explicit PortListener(int file) : file_(file) {}
  int file_;
};

// A connection to such a port, made from another machine ("" from ours) and kept until it is destroyed.
class Caller {
 public:
  // Reason: port_not_reached.
  [[nodiscard]] static Result<std::unique_ptr<Caller>> call(const std::string& network, const std::string& address,
                                                            std::uint16_t port);
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;
  ~Caller();

 private:
  explicit Caller(int file) : file_(file) {}
  int file_;
};

}  // namespace omote::sim::faults
