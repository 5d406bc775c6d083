// Part of beast.cpp: the blocking HTTP client and the opening of WebSockets.

struct HttpClient::Inside {
  explicit Inside(ClientOptions the_options) : options(std::move(the_options)) {}

  using Deadline = std::chrono::steady_clock::time_point;

  // Runs one step to its end or to the deadline (error timed_out; the connection is gone then).
  template <class Start>
  error_code wait(Start start) {
    auto outcome = std::make_shared<std::optional<error_code>>();
    start([outcome](error_code error) { *outcome = error; });
    io.restart();
    while (!*outcome && io.run_one_until(deadline) > 0) {
    }
    if (*outcome) return **outcome;
    // What is under way refers to the connection: it is ended and heard out before the connection goes.
    if (any) any->stream()->close();
    io.restart();
    io.poll();
    any.reset();
    return asio::error::timed_out;
  }

  // A kept connection that has something to read was closed by the other side.
  bool kept() {
    if (!any) return false;
    auto& socket = any->stream()->socket();
    char byte = 0;
    error_code error;
    socket.non_blocking(true, error);
    socket.receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, error);
    if (error == asio::error::would_block) return true;
    any.reset();
    return false;
  }

  Result<void> connect();
  Result<Response> converse(const Request& request);
  std::unexpected<Failure> failure(error_code error, const char* step);

  ClientOptions options;
  asio::io_context io{1};
  std::optional<AnyStream> any;
  beast::flat_buffer buffer;
  Deadline deadline;
};

std::unexpected<Failure> HttpClient::Inside::failure(error_code error, const char* step) {
  const auto problem = any ? any->stream()->certificate_problem() : std::string();
  any.reset();
  const auto where = options.host + ':' + std::to_string(options.port) + ", " + step + ": " + error.message();
  if (error == asio::error::timed_out) return fail("http_time_out", where);
  if (is_certificate_refusal(error)) return fail("http_certificate_refused", problem.empty() ? where : where + ": " + problem);
  if (std::string_view(step) == "connecting") return fail("http_unreachable", where);
  return fail("http_broken", where);
}

Result<void> HttpClient::Inside::connect() {
  auto connected = std::make_shared<std::optional<TcpSocket>>();
  auto error = wait([&](auto done) {
    connect_tcp(io, options.host, options.port, [connected, done](error_code result, TcpSocket socket) {
      connected->emplace(std::move(socket));
      done(result);
    });
  });
  if (error) return failure(error, "connecting");
  buffer.clear();
  if (!options.tls) {
    any.emplace(std::shared_ptr<Stream>(plain_stream(std::move(**connected))));
    return {};
  }
  auto context = client_context(*options.tls);
  if (!context) return pass(context);
  const auto& name = options.tls->server_name.empty() ? options.host : options.tls->server_name;
  any.emplace(std::shared_ptr<Stream>(
      tls_client_stream(std::move(**connected), *context, options.tls->ca_pem.empty() ? std::string() : name)));
  error = wait([&](auto done) { any->stream()->handshake(done); });
  if (error) return failure(error, "shaking hands");
  return {};
}

Result<Response> HttpClient::Inside::converse(const Request& request) {
  http::request<http::string_body> message;
  message.version(11);
  message.method_string(request.method);
  message.target(request.target);
  const bool usual = options.port == (options.tls ? 443 : 80);
  message.set(http::field::host, usual ? options.host : options.host + ':' + std::to_string(options.port));
  for (const auto& [name, value] : request.headers) message.set(name, value);
  message.body() = request.body;
  message.prepare_payload();
  const auto write_error =
      wait([&](auto done) { http::async_write(*any, message, [done](error_code result, std::size_t) { done(result); }); });
  if (write_error == asio::error::timed_out) return failure(write_error, "sending");
  // After a failed write too: the other side may have said why before it closed.
  http::response_parser<http::string_body> parser;
  parser.body_limit(options.most_body);
  const auto error =
      wait([&](auto done) { http::async_read(*any, buffer, parser, [done](error_code result, std::size_t) { done(result); }); });
  if (error) return failure(write_error && !is_certificate_refusal(error) ? write_error : error, "reading the answer");
  auto answer = parser.release();
  Response response{answer.result_int(), copy_headers(answer), std::move(answer.body())};
  if (!answer.keep_alive()) any.reset();
  return response;
}

HttpClient::HttpClient(ClientOptions options) : inside_(std::make_unique<Inside>(std::move(options))) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

Result<Response> HttpClient::exchange(Request request) {
  inside_->deadline = std::chrono::steady_clock::now() + inside_->options.time;
  if (!inside_->kept()) {
    if (auto connected = inside_->connect(); !connected) return pass(connected);
  }
  return inside_->converse(request);
}

void open_socket(Loop& loop, const std::string& host, std::uint16_t port, const std::string& path,
                 std::function<void(Result<std::shared_ptr<WebSocket>>)> on_open, Headers headers) {
  const auto place = host + ':' + std::to_string(port);
  connect_tcp(loop.inside().io, host, port,
              [place, path, headers = std::move(headers), on_open = std::move(on_open)](error_code error, TcpSocket tcp) {
                if (error) return on_open(fail("socket_unreachable", place + ": " + error.message()));
                auto socket = std::make_shared<Socket>(AnyStream(std::shared_ptr<Stream>(plain_stream(std::move(tcp)))),
                                                       beast::role_type::client);
                socket->stream().set_option(websocket::stream_base::decorator([headers](websocket::request_type& request) {
                  for (const auto& [name, value] : headers) request.set(name, value);
                }));
                socket->stream().async_handshake(place, path, [place, on_open, socket](error_code refused) {
                  if (refused) {
                    socket->drop();
                    return on_open(fail("socket_refused", place + ": " + refused.message()));
                  }
                  on_open(socket);
                  socket->read();
                });
              });
}
