// The one translation unit that includes Beast (compiling it takes half a minute). Its parts: the server, the WebSockets
// and the clients.
#include <boost/asio/dispatch.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <deque>

#include "net/http.hpp"
#include "net/http_rules.hpp"
#include "net/loop_inside.hpp"
#include "net/stream.hpp"

namespace omote::net {

// How Beast's WebSocket ends a stream of ours; found by argument-dependent look-up.
inline void beast_close_socket(AnyStream& any) {
  any.stream()->close();
}
inline void teardown(boost::beast::role_type, AnyStream& any, error_code& error) {
  error = {};
  any.stream()->close();
}
template <class Handler>
void async_teardown(boost::beast::role_type, AnyStream& any, Handler&& handler) {
  close_gently(any.stream());
  asio::post(any.get_executor(), [done = std::forward<Handler>(handler)]() mutable { done(error_code{}); });
}

namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

Headers copy_headers(const http::fields& fields) {
  Headers headers;
  for (const auto& field : fields) headers.emplace_back(field.name_string(), field.value());
  return headers;
}

#include "net/beast_socket.ipp"
// The order matters: the server upgrades to sockets.
#include "net/beast_server.ipp"

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::listen(Loop& loop, ServerOptions options) {
  SslContext context;
  if (options.tls) {
    auto made = server_context(*options.tls);
    if (!made) return pass(made);
    context = std::move(*made);
  } else {
    error_code error;
    const auto ip = asio::ip::make_address(options.address, error);
    if (!error && !ip.is_loopback()) error = make_error_code(boost::system::errc::operation_not_permitted);
    if (error) return std::unexpected(binding_failure(error, options.address, options.port));
  }
  auto acceptor = open_acceptor(loop.inside().io, options.address, options.port);
  if (!acceptor) return pass(acceptor);
  auto service = std::make_shared<Service>(std::move(options), std::move(context), acceptor->local_endpoint().port());
  return std::make_unique<Server>(std::move(*acceptor), std::move(service));
}

#include "net/beast_client.ipp"

}  // namespace omote::net
