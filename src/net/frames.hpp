// Length-prefixed frames (32-bit big endian, at most 4 MiB) inside mutually authenticated TLS 1.3: what the link runs on.
// The server opens with an empty frame of its own, which is not handed on: only then does a client know it was accepted.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "net/loop.hpp"
#include "net/tls.hpp"

namespace omote::net {

// One connection; all members on the loop's thread. Stays valid until on_close ran.
class FrameConnection {
 public:
  virtual ~FrameConnection() = default;
  virtual void send(Bytes frame) = 0;
  virtual void close() = 0;
  [[nodiscard]] virtual const std::string& peer_fingerprint() const = 0;
  [[nodiscard]] virtual std::string peer_address() const = 0;  // "127.0.0.1:4711"
  std::function<void(const Bytes&)> on_frame;                  // the frame is wiped afterwards
  std::function<void(std::string reason)> on_close;
};

class FrameServer {
 public:
  using Handler = std::function<void(std::shared_ptr<FrameConnection>)>;
  // Port 0: a free one. The address may be one that this machine gets later. A connection that shakes no hands within five
  // seconds is dropped; at most `most` are open. Reasons: port_taken, address_unusable, tls_unusable.
  [[nodiscard]] static Result<std::unique_ptr<FrameServer>> listen(Loop& loop, const std::string& address, std::uint16_t port,
                                                                   TlsServer tls, Handler handler, std::size_t most = 16);
  virtual ~FrameServer() = default;
  [[nodiscard]] virtual std::uint16_t port() const = 0;
};

// on_open gets the connection or a failure (frame_unreachable, frame_refused, tls_unusable), at most five seconds later.
void connect_frames(Loop& loop, const std::string& address, std::uint16_t port, TlsClient tls,
                    std::function<void(Result<std::shared_ptr<FrameConnection>>)> on_open);

}  // namespace omote::net
