#include "net/udp.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/ip/udp.hpp>

#include "net/absent_address.hpp"
#include "net/loop_inside.hpp"
#include "net/stream.hpp"

namespace omote::net {

namespace {

using asio::ip::udp;

// Lives as long as its pending receive.
struct Receiver : std::enable_shared_from_this<Receiver> {
  Receiver(asio::io_context& io, UdpSocket::Handler handler) : socket(io), on_datagram(std::move(handler)) {}

  void receive() {
    socket.async_receive_from(asio::buffer(buffer), from, [self = shared_from_this()](const error_code& error, std::size_t size) {
      if (!self->socket.is_open()) return;
      // An error here is an answer to an earlier datagram of ours (nobody listens there): no reason to stop.
      if (!error) {
        const auto begin = self->buffer.begin();
        self->on_datagram(Bytes(begin, begin + static_cast<std::ptrdiff_t>(size)), self->from.address().to_string());
      }
      if (self->socket.is_open()) self->receive();
    });
  }

  asio::basic_datagram_socket<udp, asio::io_context::executor_type> socket;
  UdpSocket::Handler on_datagram;
  udp::endpoint from;
  std::array<std::uint8_t, 2048> buffer{};
};

class Socket final : public UdpSocket {
 public:
  Socket(std::shared_ptr<Receiver> receiver, std::uint16_t port) : receiver_(std::move(receiver)), port_(port) {
    receiver_->receive();
  }
  ~Socket() override {
    error_code ignored;
    receiver_->socket.close(ignored);
  }
  void send(const std::string& address, std::uint16_t port, ByteView datagram) override {
    error_code ignored;
    const auto ip = asio::ip::make_address(address, ignored);
    if (!ignored) receiver_->socket.send_to(asio::buffer(datagram.data(), datagram.size()), {ip, port}, 0, ignored);
  }
  std::uint16_t port() const override { return port_; }

 private:
  std::shared_ptr<Receiver> receiver_;
  std::uint16_t port_;
};

}  // namespace

Result<std::unique_ptr<UdpSocket>> UdpSocket::open(Loop& loop, const std::string& address, std::uint16_t port, Handler handler) {
  auto receiver = std::make_shared<Receiver>(loop.inside().io, std::move(handler));
  auto& socket = receiver->socket;
  error_code error;
  const auto ip = asio::ip::make_address(address, error);
  if (!error) socket.open(udp::endpoint(ip, port).protocol(), error);
  if (!error) socket.set_option(asio::socket_base::broadcast(true), error);
  if (!error) allow_absent_address(socket.native_handle());
  if (!error) socket.bind({ip, port}, error);
  if (!error) socket.non_blocking(true, error);
  if (error) return std::unexpected(binding_failure(error, address, port));
  const auto bound = socket.local_endpoint().port();
  return std::make_unique<Socket>(std::move(receiver), bound);
}

}  // namespace omote::net
