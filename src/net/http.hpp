// HTTP and WebSocket server on the loop, and a blocking HTTP client. The only header that callers of the web need; Beast
// stays inside net/beast.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "net/loop.hpp"
#include "net/tls.hpp"

namespace omote::net {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method = "GET";
  std::string target = "/";  // path and query as sent
  Headers headers;
  std::string body;
  std::string peer_fingerprint;  // server side with client certificates: the client's, else empty
  std::string peer_subject;      // and its subject's common name
  [[nodiscard]] std::string_view header(std::string_view name) const;  // case-insensitive, "" when absent
  [[nodiscard]] std::string_view path() const;                         // without the query
};
struct Response {
  unsigned status = 200;
  Headers headers;
  std::string body;
  [[nodiscard]] std::string_view header(std::string_view name) const;
};
[[nodiscard]] Response text_response(unsigned status, std::string text);
[[nodiscard]] Response json_response(unsigned status, std::string json);
// "Sun, 06 Nov 1994 08:49:37 GMT", as the header Date has it. The server puts it into every answer that has none.
[[nodiscard]] std::string http_date(WallTime time);

// One open WebSocket; all members on the loop's thread. Stays valid until on_close ran.
class WebSocket {
 public:
  virtual ~WebSocket() = default;
  virtual void send_text(std::string text) = 0;
  // A picture for whoever looks: dropped when an earlier one still waits to go out.
  virtual void send_picture(Bytes picture) = 0;
  virtual void close() = 0;
  std::function<void(std::string)> on_text;
  std::function<void(Bytes)> on_binary;
  std::function<void()> on_close;
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;           // 0: a free one
  std::unique_ptr<TlsServer> tls;   // none: plain HTTP, loopback only
  bool check_host = true;           // Host must name the address or localhost with our port, else 421; Origin, when
                                    // sent, must be ours, else 403 (reference/trust.md F123–F126)
  std::size_t most_body = 1 << 20;  // else 413
  std::chrono::seconds idle{30};
};

// Answers each request by the handler (loop's thread); `answer` may be called later, once, from the loop's thread (further
// calls, and calls after the peer or the server has gone, do nothing). HEAD arrives as GET. Server, connections and
// WebSockets are destroyed on the loop's thread or when it does not run, and before the Loop itself.
class HttpServer {
 public:
  using Answer = std::function<void(Response)>;
  using Handler = std::function<void(const Request&, Answer)>;
  using SocketHandler = std::function<void(const Request&, std::shared_ptr<WebSocket>)>;
  // 0 when the upgrade may pass, else the status to answer.
  using Admit = std::function<unsigned(const Request&)>;

  // Listens at once. Reasons: port_taken, address_unusable (plain HTTP beyond loopback too), tls_unusable.
  [[nodiscard]] static Result<std::unique_ptr<HttpServer>> listen(Loop& loop, ServerOptions options);
  virtual ~HttpServer() = default;
  virtual void on_request(Handler handler) = 0;
  // WebSocket upgrades on exactly this path.
  void on_socket(std::string path, SocketHandler handler) { on_socket(std::move(path), std::move(handler), {}); }
  virtual void on_socket(std::string path, SocketHandler handler, Admit admit) = 0;
  [[nodiscard]] virtual std::uint16_t port() const = 0;
};

// Serves the files of a folder (built pages) with the right content types and strict security headers: no listing, no
// path outside, index.html for "/". Returns nothing for what is not there.
[[nodiscard]] std::optional<Response> serve_file(const std::filesystem::path& folder, std::string_view path);

struct ClientOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 443;
  std::shared_ptr<TlsClient> tls;          // none: plain HTTP
  std::chrono::milliseconds time{10'000};  // for the whole exchange
  std::size_t most_body = 8 << 20;
};
// One exchange, blocking; the connection is kept and used again by the same client object. Nothing is sent twice: who wants
// another try makes it. Reasons: http_unreachable, http_time_out, http_certificate_refused (theirs by us or ours by them),
// http_broken, tls_unusable (context says what).
class HttpClient {
 public:
  explicit HttpClient(ClientOptions options);
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;
  ~HttpClient();
  [[nodiscard]] Result<Response> exchange(Request request);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// Opens a plain WebSocket as a client on the loop (simulated patients, the command line). on_open gets the socket or a
// failure (socket_unreachable, socket_refused). The headers go with the request beside its own.
void open_socket(Loop& loop, const std::string& host, std::uint16_t port, const std::string& path,
                 std::function<void(Result<std::shared_ptr<WebSocket>>)> on_open, Headers headers = {});

}  // namespace omote::net
