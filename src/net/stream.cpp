#include "net/stream.hpp"

#include <fmt/format.h>
#include <openssl/err.h>

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>

#include "net/absent_address.hpp"

namespace omote::net {

namespace {

using asio::ip::tcp;

class PlainStream final : public Stream {
 public:
  explicit PlainStream(TcpSocket socket) : socket_(std::move(socket)) {}
  void handshake(Shaken done) override {
    asio::post(socket_.get_executor(), [done = std::move(done)]() mutable { done({}); });
  }
  void read_some(asio::mutable_buffer into, Done done) override { socket_.async_read_some(into, std::move(done)); }
  void write_some(asio::const_buffer from, Done done) override { socket_.async_write_some(from, std::move(done)); }
  void say_goodbye(Shaken done) override { handshake(std::move(done)); }
  TcpSocket& socket() override { return socket_; }
  std::string peer_fingerprint() const override { return {}; }
  std::string peer_subject() const override { return {}; }
  std::string certificate_problem() const override { return {}; }

 private:
  TcpSocket socket_;
};

class TlsStream final : public Stream {
 public:
  TlsStream(TcpSocket socket, const SslContext& context, bool server, const std::string& name)
      : context_(wrap(context)), stream_(std::move(socket), context_), server_(server) {
    if (!name.empty()) expect_server(stream_.native_handle(), name);
  }
  void handshake(Shaken done) override {
    using Base = asio::ssl::stream_base;
    stream_.async_handshake(server_ ? Base::server : Base::client, std::move(done));
  }
  void read_some(asio::mutable_buffer into, Done done) override { stream_.async_read_some(into, std::move(done)); }
  void write_some(asio::const_buffer from, Done done) override { stream_.async_write_some(from, std::move(done)); }
  void say_goodbye(Shaken done) override { stream_.async_shutdown(std::move(done)); }
  TcpSocket& socket() override { return stream_.next_layer(); }
  std::string peer_fingerprint() const override { return fingerprint_of(peer()); }
  std::string peer_subject() const override { return common_name_of(peer()); }
  std::string certificate_problem() const override { return verify_problem(session()); }

 private:
  // Asio's context takes ownership of one reference.
  static asio::ssl::context wrap(const SslContext& context) {
    SSL_CTX_up_ref(context.get());
    return asio::ssl::context(context.get());
  }
  [[nodiscard]] SSL* session() const { return const_cast<asio::ssl::stream<TcpSocket>&>(stream_).native_handle(); }
  [[nodiscard]] X509* peer() const { return SSL_get0_peer_certificate(session()); }

  asio::ssl::context context_;
  asio::ssl::stream<TcpSocket> stream_;
  bool server_;
};

using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, asio::io_context::executor_type>;

// Keeps itself alive by its handlers.
class Closing : public std::enable_shared_from_this<Closing> {
 public:
  explicit Closing(std::shared_ptr<Stream> stream)
      : stream_(std::move(stream)), timer_(stream_->socket().get_executor(), std::chrono::seconds(2)) {}
  void start() {
    timer_.async_wait([self = shared_from_this()](const error_code&) { self->stream_->close(); });
    stream_->say_goodbye([self = shared_from_this()](error_code) {
      error_code ignored;
      self->stream_->socket().shutdown(TcpSocket::shutdown_send, ignored);
      self->drain();
    });
  }

 private:
  void drain() {
    stream_->socket().async_read_some(asio::buffer(waste_), [self = shared_from_this()](const error_code& error, std::size_t) {
      if (!error) return self->drain();
      self->timer_.cancel();
    });
  }

  std::shared_ptr<Stream> stream_;
  Timer timer_;
  std::array<char, 4096> waste_{};
};

using Resolver = asio::ip::basic_resolver<tcp, asio::io_context::executor_type>;

}  // namespace

void Stream::close() {
  error_code ignored;
  socket().close(ignored);
}

std::string Stream::peer_address() {
  error_code error;
  const auto end = socket().remote_endpoint(error);
  return error ? std::string() : fmt::format("{}:{}", end.address().to_string(), end.port());
}

std::unique_ptr<Stream> plain_stream(TcpSocket socket) {
  return std::make_unique<PlainStream>(std::move(socket));
}
std::unique_ptr<Stream> tls_server_stream(TcpSocket socket, const SslContext& context) {
  return std::make_unique<TlsStream>(std::move(socket), context, true, "");
}
std::unique_ptr<Stream> tls_client_stream(TcpSocket socket, const SslContext& context, const std::string& name) {
  return std::make_unique<TlsStream>(std::move(socket), context, false, name);
}

void close_gently(std::shared_ptr<Stream> stream) {
  std::make_shared<Closing>(std::move(stream))->start();
}

bool is_certificate_refusal(const error_code& error) {
  return error.category() == asio::error::get_ssl_category() && is_certificate_reason(ERR_GET_REASON(error.value()));
}

Failure binding_failure(const error_code& error, const std::string& address, std::uint16_t port) {
  const auto where = fmt::format("{} port {}: {}", address, port, error.message());
  if (error == asio::error::address_in_use || error == asio::error::access_denied) return fail("port_taken", where).error();
  return fail("address_unusable", where).error();
}

Result<TcpAcceptor> open_acceptor(asio::io_context& io, const std::string& address, std::uint16_t port, AddressIs address_is) {
  error_code error;
  const auto ip = asio::ip::make_address(address, error);
  TcpAcceptor acceptor(io);
  if (!error) acceptor.open(tcp::endpoint(ip, port).protocol(), error);
  // Lets a restarted program listen again while old connections fade; two listeners are refused all the same.
  if (!error) acceptor.set_option(TcpAcceptor::reuse_address(true), error);
  if (!error && address_is == AddressIs::MayCome) allow_absent_address(acceptor.native_handle());
  if (!error) acceptor.bind({ip, port}, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return std::unexpected(binding_failure(error, address, port));
  return acceptor;
}

void accept_all(std::shared_ptr<TcpAcceptor> acceptor, std::shared_ptr<std::function<void(TcpSocket)>> handler) {
  auto& listening = *acceptor;
  listening.async_accept(
      [acceptor = std::move(acceptor), handler = std::move(handler)](const error_code& error, TcpSocket socket) {
        if (!acceptor->is_open()) return;
        if (error) {
          // Out of descriptors, most likely: asking again at once would only spin.
          auto pause = std::make_shared<Timer>(acceptor->get_executor(), std::chrono::milliseconds(100));
          return pause->async_wait([pause, acceptor, handler](const error_code&) {
            if (acceptor->is_open()) accept_all(acceptor, handler);
          });
        }
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        (*handler)(std::move(socket));
        accept_all(acceptor, handler);
      });
}

void connect_tcp(asio::io_context& io, const std::string& host, std::uint16_t port,
                 std::move_only_function<void(error_code, TcpSocket)> done) {
  struct Attempt {
    explicit Attempt(asio::io_context& context) : resolver(context), socket(context) {}
    Resolver resolver;
    TcpSocket socket;
  };
  auto attempt = std::make_shared<Attempt>(io);
  const auto connect = [attempt](const auto& ends, auto finished) {
    asio::async_connect(attempt->socket, ends,
                        [attempt, finished = std::move(finished)](const error_code& error, const auto&) mutable {
                          error_code ignored;
                          if (!error) attempt->socket.set_option(tcp::no_delay(true), ignored);
                          finished(error, std::move(attempt->socket));
                        });
  };
  error_code not_numeric;
  if (const auto ip = asio::ip::make_address(host, not_numeric); !not_numeric) {
    return connect(std::vector<tcp::endpoint>{{ip, port}}, std::move(done));
  }
  attempt->resolver.async_resolve(
      host, std::to_string(port),
      [attempt, connect, done = std::move(done)](const error_code& error, const Resolver::results_type& results) mutable {
        if (error) return done(error, std::move(attempt->socket));
        connect(results, std::move(done));
      });
}

}  // namespace omote::net
