#include "net/frames.hpp"

#include <array>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <deque>
#include <set>

#include "base/secret.hpp"
#include "net/loop_inside.hpp"
#include "net/stream.hpp"

namespace omote::net {

namespace {

constexpr std::uint32_t kMostFrame = 4 << 20;
constexpr std::size_t kMostWaiting = 64 << 20;  // bytes that a slow peer may leave unsent
constexpr std::chrono::seconds kHandshakeTime{5};

class Connection final : public FrameConnection, public std::enable_shared_from_this<Connection> {
 public:
  explicit Connection(std::unique_ptr<Stream> stream)
      : stream_(std::move(stream)), any_(stream_), address_(stream_->peer_address()) {}

  void send(Bytes frame) override {
    if (closed_) return;
    waiting_bytes_ += frame.size();
    if (frame.size() > kMostFrame) return finish("the frame to be sent is too large");
    if (waiting_bytes_ > kMostWaiting) return finish("the other side takes nothing any more");
    waiting_.push_back(std::move(frame));
    if (waiting_.size() == 1) write();
  }
  void close() override { finish("closed here"); }
  const std::string& peer_fingerprint() const override { return fingerprint_; }
  std::string peer_address() const override { return address_; }

  Stream& stream() { return *stream_; }
  // The handshake is over: the fingerprint is known.
  void shaken() { fingerprint_ = stream_->peer_fingerprint(); }
  void start() {
    if (!closed_) read();
  }
  // The server opens with an empty frame. With TLS 1.3 a client cannot know before that its certificate was accepted.
  void await_welcome(const std::function<void(error_code)>& done) {
    asio::async_read(any_, asio::buffer(size_), [self = shared_from_this(), done](const error_code& error, std::size_t) {
      const bool welcome = !error && big_endian_32(self->size_) == 0;
      done(error || welcome ? error : make_error_code(boost::system::errc::protocol_error));
    });
  }
  void finish(std::string reason) {
    if (closed_) return;
    closed_ = true;
    stream_->close();
    // After the present call: the owner may be in the middle of using us.
    asio::post(any_.get_executor(), [self = shared_from_this(), reason = std::move(reason)] {
      if (auto tell = std::exchange(self->on_close, nullptr)) tell(reason);
      self->on_frame = nullptr;
    });
  }

 private:
  void read() {
    asio::async_read(any_, asio::buffer(size_), [self = shared_from_this()](const error_code& error, std::size_t) {
      if (error) return self->finish(error.message());
      const auto size = big_endian_32(self->size_);
      if (size > kMostFrame) return self->finish("the frame is too large");
      self->read_body(size);
    });
  }
  void read_body(std::size_t size) {
    body_.resize(size);
    asio::async_read(any_, asio::buffer(body_), [self = shared_from_this()](const error_code& error, std::size_t) {
      if (error) return self->finish(error.message());
      if (self->closed_) return;
      // It may hold a PIN or a photo; whoever needs it longer has copied it.
      auto frame = std::exchange(self->body_, {});
      if (self->on_frame) self->on_frame(frame);
      wipe_memory(frame.data(), frame.size());
      if (!self->closed_) self->read();
    });
  }
  void write() {
    head_.clear();
    append_big_endian_32(head_, static_cast<std::uint32_t>(waiting_.front().size()));
    const std::array<asio::const_buffer, 2> both{asio::buffer(head_), asio::buffer(waiting_.front())};
    asio::async_write(any_, both, [self = shared_from_this()](const error_code& error, std::size_t) {
      if (error) return self->finish(error.message());
      self->waiting_bytes_ -= self->waiting_.front().size();
      wipe_memory(self->waiting_.front().data(), self->waiting_.front().size());
      self->waiting_.pop_front();
      if (!self->waiting_.empty() && !self->closed_) self->write();
    });
  }

  std::shared_ptr<Stream> stream_;
  AnyStream any_;
  std::string address_;
  std::string fingerprint_;
  std::array<std::uint8_t, 4> size_{};
  Bytes body_;
  Bytes head_;
  std::deque<Bytes> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool closed_ = false;
};

// What outlives the server object while connections are open.
struct Service : std::enable_shared_from_this<Service> {
  Service(Loop& the_loop, SslContext the_context, FrameServer::Handler the_handler, std::size_t the_most)
      : loop(the_loop), context(std::move(the_context)), handler(std::move(the_handler)), most(the_most) {}

  Loop& loop;
  SslContext context;
  FrameServer::Handler handler;
  std::size_t most;
  std::vector<std::weak_ptr<Connection>> connections;

  void take(TcpSocket socket) {
    std::erase_if(connections, [](const auto& known) { return known.expired(); });
    if (!handler || connections.size() >= most) return;  // the socket closes itself
    auto connection = std::make_shared<Connection>(tls_server_stream(std::move(socket), context));
    connections.push_back(connection);
    const auto timer = loop.after(kHandshakeTime, [connection] { connection->finish("no handshake in time"); });
    connection->stream().handshake([self = shared_from_this(), connection, timer](const error_code& error) {
      self->loop.cancel(timer);
      if (error) return close_gently({connection, &connection->stream()});
      self->welcome(connection);
    });
  }
  void welcome(const std::shared_ptr<Connection>& connection) {
    if (!handler) return connection->finish("the server is gone");
    connection->shaken();
    connection->send({});
    handler(connection);
    connection->start();
  }
};

class Server final : public FrameServer {
 public:
  Server(TcpAcceptor acceptor, std::shared_ptr<Service> service)
      : acceptor_(std::make_shared<TcpAcceptor>(std::move(acceptor))),
        service_(std::move(service)),
        port_(acceptor_->local_endpoint().port()) {
    accept_all(acceptor_, std::make_shared<std::function<void(TcpSocket)>>(
                              [service = service_](TcpSocket socket) { service->take(std::move(socket)); }));
  }
  ~Server() override {
    error_code ignored;
    acceptor_->close(ignored);
    service_->handler = nullptr;
    for (const auto& known : service_->connections) {
      if (const auto connection = known.lock()) connection->finish("the server is gone");
    }
  }
  std::uint16_t port() const override { return port_; }

 private:
  std::shared_ptr<TcpAcceptor> acceptor_;
  std::shared_ptr<Service> service_;
  std::uint16_t port_;
};

using OnOpen = std::function<void(Result<std::shared_ptr<FrameConnection>>)>;

// One attempt to connect: the first of success, error and time-out is told, once.
class Attempt : public std::enable_shared_from_this<Attempt> {
 public:
  Attempt(Loop& loop, SslContext context, std::string name, OnOpen on_open)
      : loop_(loop), context_(std::move(context)), name_(std::move(name)), on_open_(std::move(on_open)) {}

  void start(const std::string& address, std::uint16_t port) {
    timer_ = loop_.after(kHandshakeTime, [self = shared_from_this()] {
      if (self->connection_) return self->refused("no answer to the handshake in time");
      self->unreachable("no connection in time");
    });
    connect_tcp(loop_.inside().io, address, port, [self = shared_from_this()](const error_code& error, TcpSocket socket) {
      if (error) return self->unreachable(error.message());
      if (self->on_open_) self->shake(std::move(socket));
    });
  }

 private:
  void shake(TcpSocket socket) {
    connection_ = std::make_shared<Connection>(tls_client_stream(std::move(socket), context_, name_));
    connection_->stream().handshake([self = shared_from_this()](const error_code& error) {
      if (error) return self->refused(error.message());
      self->connection_->shaken();
      self->connection_->await_welcome([self](const error_code& no_welcome) {
        if (no_welcome) return self->refused(no_welcome.message());
        self->succeed();
      });
    });
  }
  void succeed() {
    loop_.cancel(timer_);
    auto connection = std::exchange(connection_, nullptr);
    if (!on_open_) return;
    std::exchange(on_open_, nullptr)(connection);
    connection->start();
  }
  void unreachable(const std::string& why) { tell(fail("frame_unreachable", why)); }
  void refused(const std::string& why) { tell(fail("frame_refused", why)); }
  void tell(std::unexpected<Failure> failure) {
    loop_.cancel(timer_);
    if (const auto connection = std::exchange(connection_, nullptr)) connection->finish("not opened");
    if (on_open_) std::exchange(on_open_, nullptr)(std::move(failure));
  }

  Loop& loop_;
  SslContext context_;
  std::string name_;
  OnOpen on_open_;
  std::shared_ptr<Connection> connection_;
  Loop::TimerId timer_ = 0;
};

}  // namespace

Result<std::unique_ptr<FrameServer>> FrameServer::listen(Loop& loop, const std::string& address, std::uint16_t port,
                                                         TlsServer tls, Handler handler, std::size_t most) {
  auto context = server_context(tls);
  if (!context) return pass(context);
  auto acceptor = open_acceptor(loop.inside().io, address, port, AddressIs::MayCome);
  if (!acceptor) return pass(acceptor);
  auto service = std::make_shared<Service>(loop, std::move(*context), std::move(handler), most);
  return std::make_unique<Server>(std::move(*acceptor), std::move(service));
}

void connect_frames(Loop& loop, const std::string& address, std::uint16_t port, TlsClient tls, OnOpen on_open) {
  auto context = client_context(tls);
  if (!context) {
    auto told = [failure = std::move(context.error()), on_open = std::move(on_open)] { on_open(std::unexpected(failure)); };
    return loop.post(std::move(told));
  }
  const auto name = tls.ca_pem.empty() ? std::string() : tls.server_name;
  std::make_shared<Attempt>(loop, std::move(*context), name, std::move(on_open))->start(address, port);
}

}  // namespace omote::net
