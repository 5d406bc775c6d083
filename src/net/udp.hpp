// Small datagrams for discovery.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "net/loop.hpp"

namespace omote::net {

class UdpSocket {
 public:
  using Handler = std::function<void(Bytes datagram, std::string from_address)>;
  // Port 0: a free one; broadcast allowed. The address may come later, with its adapter. Reasons: port_taken, address_unusable.
  [[nodiscard]] static Result<std::unique_ptr<UdpSocket>> open(Loop& loop, const std::string& address, std::uint16_t port,
                                                               Handler handler);
  virtual ~UdpSocket() = default;
  virtual void send(const std::string& address, std::uint16_t port, ByteView datagram) = 0;  // lost silently when it cannot go
  [[nodiscard]] virtual std::uint16_t port() const = 0;
};

}  // namespace omote::net
