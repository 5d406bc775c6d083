// Part of beast.cpp: the HTTP server.

constexpr std::size_t kMostConnections = 256;
constexpr std::size_t kMostHeader = 16 << 10;
constexpr std::chrono::seconds kHandshakeTime{5};
constexpr std::chrono::minutes kMostPatience{10};  // with a handler that does not answer

using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, AnyStream::executor_type>;

class Session;

// What the server object and its connections share.
struct Service {
  Service(ServerOptions the_options, SslContext the_context, std::uint16_t port)
      : options(std::move(the_options)),
        context(std::move(the_context)),
        hosts(own_hosts(options.address, port, options.tls != nullptr)) {}

  ServerOptions options;
  SslContext context;
  std::vector<std::string> hosts;
  HttpServer::Handler on_request;
  struct SocketPlace {
    std::string path;
    HttpServer::SocketHandler handler;
    HttpServer::Admit admit;
  };
  std::vector<SocketPlace> on_socket;
  std::vector<std::weak_ptr<Session>> sessions;
  std::vector<std::weak_ptr<Socket>> sockets;
  bool open = true;

  [[nodiscard]] const SocketPlace* socket_place(std::string_view path) const {
    const auto at = std::ranges::find(on_socket, path, &SocketPlace::path);
    return at == on_socket.end() ? nullptr : &*at;
  }
};

// One connection: requests one after the other.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(std::shared_ptr<Service> service, std::unique_ptr<Stream> stream)
      : service_(std::move(service)), any_(std::shared_ptr<Stream>(std::move(stream))), timer_(any_.get_executor()) {}

  void start() {
    limit(kHandshakeTime);
    any_.stream()->handshake([self = shared_from_this()](error_code error) {
      if (error) return self->leave();
      self->read();
    });
  }
  void drop() {
    timer_.cancel();
    waiting_.reset();
    if (any_.stream()) any_.stream()->close();
  }

 private:
  using Parser = http::request_parser<http::string_body>;

  void limit(std::chrono::seconds time) {
    timer_.expires_after(time);
    timer_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->drop();
    });
  }
  void leave() {
    timer_.cancel();
    close_gently(any_.stream());
  }
  void read() {
    limit(service_->options.idle);
    parser_.emplace();
    parser_->header_limit(kMostHeader);
    parser_->body_limit(service_->options.most_body);
    http::async_read(any_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->unreadable(error);
      self->timer_.cancel();
      self->take(self->parser_->release());
    });
  }
  void unreadable(error_code error) {
    keep_alive_ = false;
    version_ = 11;
    if (error == http::error::body_limit) return write(text_response(413, "too large"));
    if (error == http::error::header_limit) return write(text_response(431, "too large"));
    const bool hostile = error.category() == make_error_code(http::error::bad_method).category();
    if (hostile && error != http::error::end_of_stream && error != http::error::partial_message) {
      return write(text_response(400, "not understood"));
    }
    leave();
  }
  void take(http::request<http::string_body> message) {
    if (!service_->open) return leave();
    version_ = message.version();
    keep_alive_ = message.keep_alive();
    head_ = message.method() == http::verb::head;
    Request request{head_ ? "GET" : std::string(message.method_string()),
                    std::string(message.target()),
                    copy_headers(message),
                    {},
                    any_.stream()->peer_fingerprint(),
                    any_.stream()->peer_subject()};
    if (service_->options.check_host) {
      if (const auto status = refusal(service_->hosts, service_->context != nullptr, request); status != 0) {
        return write(text_response(status, "refused"));
      }
    }
    if (websocket::is_upgrade(message)) return upgrade(std::move(message), request);
    request.body = std::move(message.body());
    if (!service_->on_request) return write(text_response(404, "nothing here"));
    const auto turn = ++turn_;
    waiting_ = shared_from_this();
    limit(kMostPatience);
    // The answer may come when the connection, or the whole server, has gone.
    service_->on_request(request, [weak = weak_from_this(), turn](Response response) {
      if (const auto self = weak.lock()) self->answer(turn, std::move(response));
    });
  }
  void answer(std::uint64_t turn, Response response) {
    if (turn == turn_ && std::exchange(waiting_, nullptr)) write(std::move(response));
  }
  void upgrade(http::request<http::string_body> message, const Request& request) {
    const auto* place = service_->socket_place(request.path());
    if (place == nullptr) return write(text_response(404, "nothing here"));
    if (const auto status = place->admit ? place->admit(request) : 0U; status != 0) {
      keep_alive_ = false;
      return write(text_response(status, "refused"));
    }
    auto handler = place->handler;
    auto socket = std::make_shared<Socket>(std::move(any_), beast::role_type::server);
    std::erase_if(service_->sockets, [](const auto& known) { return known.expired(); });
    service_->sockets.push_back(socket);
    auto kept = std::make_shared<http::request<http::string_body>>(std::move(message));
    socket->stream().async_accept(*kept,
                                  [service = service_, handler = std::move(handler), socket, kept, request](error_code error) {
                                    if (error || !service->open) return socket->drop();
                                    handler(request, socket);
                                    socket->read();
                                  });
  }
  void write(Response response) {
    auto message = std::make_shared<http::response<http::string_body>>();
    message->version(version_);
    message->result(response.status);
    for (const auto& [name, value] : response.headers) message->insert(name, value);
    if (message->find(http::field::date) == message->end()) message->set(http::field::date, http_date(SystemClock().now()));
    message->body() = std::move(response.body);
    message->keep_alive(keep_alive_);
    message->prepare_payload();
    if (head_) message->body().clear();
    limit(service_->options.idle);
    http::async_write(any_, *message, [self = shared_from_this(), message](error_code error, std::size_t) {
      self->timer_.cancel();
      if (error || !self->keep_alive_ || !self->service_->open) return self->leave();
      self->read();
    });
  }

  std::shared_ptr<Service> service_;
  AnyStream any_;
  Timer timer_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::shared_ptr<Session> waiting_;  // itself, while a handler has the request
  std::uint64_t turn_ = 0;            // number of the request: a second answer to an earlier one is ignored
  unsigned version_ = 11;
  bool keep_alive_ = false;
  bool head_ = false;
};

class Server final : public HttpServer {
 public:
  Server(TcpAcceptor acceptor, std::shared_ptr<Service> service)
      : acceptor_(std::make_shared<TcpAcceptor>(std::move(acceptor))),
        service_(std::move(service)),
        port_(acceptor_->local_endpoint().port()) {
    accept_all(acceptor_, std::make_shared<std::function<void(TcpSocket)>>(
                              [service = service_](TcpSocket socket) { take(service, std::move(socket)); }));
  }
  ~Server() override {
    error_code ignored;
    acceptor_->close(ignored);
    service_->open = false;
    service_->on_request = nullptr;
    service_->on_socket.clear();
    for (const auto& known : service_->sessions) {
      if (const auto session = known.lock()) session->drop();
    }
    for (const auto& known : service_->sockets) {
      if (const auto socket = known.lock()) socket->drop();
    }
  }
  void on_request(Handler handler) override { service_->on_request = std::move(handler); }
  void on_socket(std::string path, SocketHandler handler, Admit admit) override {
    service_->on_socket.push_back({std::move(path), std::move(handler), std::move(admit)});
  }
  std::uint16_t port() const override { return port_; }

 private:
  static void take(const std::shared_ptr<Service>& service, TcpSocket socket) {
    std::erase_if(service->sessions, [](const auto& known) { return known.expired(); });
    if (!service->open || service->sessions.size() >= kMostConnections) return;  // the socket closes itself
    auto stream = service->context ? tls_server_stream(std::move(socket), service->context) : plain_stream(std::move(socket));
    auto session = std::make_shared<Session>(service, std::move(stream));
    service->sessions.push_back(session);
    session->start();
  }

  std::shared_ptr<TcpAcceptor> acceptor_;
  std::shared_ptr<Service> service_;
  std::uint16_t port_;
};
