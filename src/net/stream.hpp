// Private to net/: one TCP connection, plain or TLS, behind one type, so that Beast and the frames are compiled for a single
// stream. Loop's thread (or that of the blocking client) only.
#pragma once

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "net/tls_context.hpp"

namespace omote::net {

namespace asio = boost::asio;
using boost::system::error_code;
// A socket on the io_context's own executor: no type erasure per operation.
using TcpSocket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;
using TcpAcceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;

class Stream {
 public:
  using Done = std::move_only_function<void(error_code, std::size_t)>;
  using Shaken = std::move_only_function<void(error_code)>;

  virtual ~Stream() = default;
  virtual void handshake(Shaken done) = 0;  // a plain stream succeeds at once
  virtual void read_some(asio::mutable_buffer into, Done done) = 0;
  virtual void write_some(asio::const_buffer from, Done done) = 0;
  virtual void say_goodbye(Shaken done) = 0;  // TLS: the closing alert; plain: nothing
  virtual TcpSocket& socket() = 0;
  [[nodiscard]] virtual std::string peer_fingerprint() const = 0;
  [[nodiscard]] virtual std::string peer_subject() const = 0;
  [[nodiscard]] virtual std::string certificate_problem() const = 0;  // with the other side's, "" when none

  void close();  // at once; what is under way ends with operation_aborted
  [[nodiscard]] std::string peer_address();
};

[[nodiscard]] std::unique_ptr<Stream> plain_stream(TcpSocket socket);
[[nodiscard]] std::unique_ptr<Stream> tls_server_stream(TcpSocket socket, const SslContext& context);
[[nodiscard]] std::unique_ptr<Stream> tls_client_stream(TcpSocket socket, const SslContext& context, const std::string& name);

// Says goodbye, reads what the other side still sends for at most two seconds and closes: a close with unread bytes would
// reset the connection and take the last answer away with it. The stream lives until then.
void close_gently(std::shared_ptr<Stream> stream);

// An error that means a refused certificate, ours or theirs.
[[nodiscard]] bool is_certificate_refusal(const error_code& error);

// Whether the address must be this machine's already.
enum class AddressIs { Here, MayCome };
// Opens a listening socket. Reasons: port_taken, address_unusable.
[[nodiscard]] Result<TcpAcceptor> open_acceptor(asio::io_context& io, const std::string& address, std::uint16_t port,
                                                AddressIs address_is = AddressIs::Here);
// Which of the two it is, for every kind of socket.
[[nodiscard]] Failure binding_failure(const error_code& error, const std::string& address, std::uint16_t port);

// Accepts connections until the acceptor is closed; the handler runs for each.
void accept_all(std::shared_ptr<TcpAcceptor> acceptor, std::shared_ptr<std::function<void(TcpSocket)>> handler);

// Resolves and connects. The handler gets the socket or the error.
void connect_tcp(asio::io_context& io, const std::string& host, std::uint16_t port,
                 std::move_only_function<void(error_code, TcpSocket)> done);

// What Asio and Beast want of a stream. Erases the handler's type, which keeps compile times bearable.
class AnyStream {
 public:
  using executor_type = asio::io_context::executor_type;

  explicit AnyStream(std::shared_ptr<Stream> stream) : stream_(std::move(stream)) {}
  [[nodiscard]] executor_type get_executor() const { return stream_->socket().get_executor(); }
  [[nodiscard]] const std::shared_ptr<Stream>& stream() const { return stream_; }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    asio::mutable_buffer first;
    for (auto at = asio::buffer_sequence_begin(buffers); at != asio::buffer_sequence_end(buffers) && first.size() == 0; ++at) {
      first = *at;
    }
    return asio::async_initiate<Token, void(error_code, std::size_t)>(
        [this, first](auto handler) { stream_->read_some(first, Stream::Done(std::move(handler))); }, token);
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    const auto joined = join(buffers);
    return asio::async_initiate<Token, void(error_code, std::size_t)>(
        [this, joined](auto handler) { stream_->write_some(joined, Stream::Done(std::move(handler))); }, token);
  }

 private:
  // Several small pieces (a header and its body) go out as one packet.
  template <class Buffers>
  asio::const_buffer join(const Buffers& buffers) {
    constexpr std::size_t kMost = 16 << 10;
    const auto begin = asio::buffer_sequence_begin(buffers);
    const auto end = asio::buffer_sequence_end(buffers);
    if (begin == end) return {};
    const asio::const_buffer first = *begin;
    if (std::next(begin) == end || first.size() >= kMost) return first;
    scratch_.resize(std::min(kMost, asio::buffer_size(buffers)));
    return {scratch_.data(), asio::buffer_copy(asio::buffer(scratch_), buffers)};
  }

  std::shared_ptr<Stream> stream_;
  Bytes scratch_;
};

}  // namespace omote::net
