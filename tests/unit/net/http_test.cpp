#include "net/http.hpp"

#include <gtest/gtest.h>

#include "tests/unit/net/running_loop.hpp"

namespace omote::net {
namespace {

using std::chrono::milliseconds;

class Http : public testing::Test {
 protected:
  void serve(ServerOptions options = {}) {
    auto server = running_.on_loop([&] { return HttpServer::listen(running_.loop(), std::move(options)); });
    ASSERT_TRUE(server) << describe(server.error());
    server_ = std::move(*server);
    running_.on_loop([&] {
      server_->on_request([this](const Request& request, HttpServer::Answer answer) { handle(request, std::move(answer)); });
      server_->on_socket("/socket", [this](const Request&, std::shared_ptr<WebSocket> socket) { open(std::move(socket)); });
    });
  }
  void handle(const Request& request, HttpServer::Answer answer) {
    if (request.path() == "/never") {
      unanswered_ = std::move(answer);
    } else if (request.path() == "/later") {
      running_.loop().after(milliseconds(20), [answer = std::move(answer)] { answer(text_response(200, "late")); });
    } else if (request.path() == "/twice") {
      answer(text_response(200, "first"));
      answer(text_response(200, "second"));
    } else if (request.path() == "/who") {
      answer(text_response(200, request.peer_fingerprint + ' ' + request.peer_subject));
    } else {
      answer(text_response(
          201, request.method + ' ' + request.target + ' ' + request.body + ' ' + std::string(request.header("x-a"))));
    }
  }
  void open(std::shared_ptr<WebSocket> socket) {
    server_socket_ = socket;
    socket->on_text = [this](const std::string& text) {
      if (text == "close") return server_socket_->close();
      server_socket_->send_text("echo " + text);
    };
    socket->on_close = [this] { server_socket_.reset(); };
  }
  Result<Response> get(const std::string& target, ClientOptions options = {}) {
    options.port = server_->port();
    return HttpClient(std::move(options)).exchange({"GET", target, {}, {}});
  }
  ~Http() override {
    running_.on_loop([&] {
      unanswered_ = nullptr;
      server_.reset();
    });
    running_.on_loop([&] { server_socket_.reset(); });
  }

  HttpServer::Answer unanswered_;
  std::shared_ptr<WebSocket> server_socket_;
  test::RunningLoop running_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(Http, request_arrives_and_its_answer_comes_back) {
  serve();
  HttpClient client({.port = server_->port(), .tls = nullptr});
  const auto response = client.exchange({"POST", "/a?b=c", {{"X-A", "1"}}, "body"});
  ASSERT_TRUE(response) << describe(response.error());
  EXPECT_EQ(response->status, 201U);
  EXPECT_EQ(response->body, "POST /a?b=c body 1");
}

TEST_F(Http, answers_bear_the_time) {
  serve();
  const auto before = SystemClock().now();
  const auto response = get("/");
  ASSERT_TRUE(response);
  // Whole seconds: the one in which the answer was made.
  const auto date = response->header("Date");
  EXPECT_TRUE(date == http_date(before) || date == http_date(SystemClock().now()) ||
              date == http_date(before + std::chrono::seconds(1)))
      << date;
}

TEST(HttpDate, is_as_the_protocol_writes_it) {
  EXPECT_EQ(http_date(WallTime(std::chrono::milliseconds(784111777'900))), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST_F(Http, one_client_makes_many_exchanges) {
  serve();
  HttpClient client({.port = server_->port(), .tls = nullptr});
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(client.exchange({"GET", "/" + std::to_string(i), {}, {}}));
}

TEST_F(Http, answer_may_come_later) {
  serve();
  const auto response = get("/later");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "late");
}

TEST_F(Http, second_answer_is_ignored) {
  serve();
  HttpClient client({.port = server_->port(), .tls = nullptr});
  EXPECT_EQ(client.exchange({"GET", "/twice", {}, {}})->body, "first");
  EXPECT_EQ(client.exchange({"GET", "/next", {}, {}})->body, "GET /next  ");
}

TEST_F(Http, silent_server_is_a_time_out) {
  serve();
  const auto begin = std::chrono::steady_clock::now();
  const auto response = get("/never", {.tls = nullptr, .time = milliseconds(200)});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().reason.text(), "http_time_out");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(1500));
}

TEST_F(Http, client_goes_on_after_a_time_out) {
  serve();
  HttpClient client({.port = server_->port(), .tls = nullptr, .time = milliseconds(200)});
  EXPECT_FALSE(client.exchange({"GET", "/never", {}, {}}));
  EXPECT_TRUE(client.exchange({"GET", "/", {}, {}}));
}

TEST_F(Http, client_notices_that_the_kept_connection_was_closed) {
  serve({.tls = nullptr, .idle = std::chrono::seconds(1)});
  HttpClient client({.port = server_->port(), .tls = nullptr});
  EXPECT_TRUE(client.exchange({"GET", "/", {}, {}}));
  std::this_thread::sleep_for(milliseconds(1300));
  const auto again = client.exchange({"GET", "/", {}, {}});
  EXPECT_TRUE(again) << describe(again.error());
}

TEST_F(Http, nobody_listening_is_unreachable) {
  serve();
  const auto port = server_->port();
  running_.on_loop([&] { server_.reset(); });
  const auto response = HttpClient({.port = port, .tls = nullptr}).exchange({});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().reason.text(), "http_unreachable");
}

TEST_F(Http, answer_that_is_no_http_is_broken) {
  serve({.tls = std::make_unique<TlsServer>(TlsServer{make_identity("host"), {}, nullptr})});
  const auto response = get("/");  // plain words to a TLS server: an alert comes back
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().reason.text(), "http_broken");
}

TEST_F(Http, port_in_use_is_told) {
  serve();
  const auto second = HttpServer::listen(running_.loop(), {.port = server_->port(), .tls = nullptr});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().reason.text(), "port_taken");
}

TEST_F(Http, plain_server_beyond_loopback_is_refused) {
  const auto server = HttpServer::listen(running_.loop(), {.address = "0.0.0.0", .tls = nullptr});
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().reason.text(), "address_unusable");
}

class Https : public Http {
 protected:
  Https() : own_(make_identity("1319999999")) {}
  void serve_tls(bool demand_client) {
    auto identity = make_identity("server");
    fingerprint_ = fingerprint(identity.certificate_pem);
    auto tls = std::make_unique<TlsServer>(TlsServer{std::move(identity), {}, nullptr});
    if (demand_client) {
      tls->accept_peer = [own = fingerprint(own_.certificate_pem)](const std::string& peer) { return peer == own; };
    }
    serve({.tls = std::move(tls)});
  }
  Result<Response> exchange(const Identity* identity, const std::string& server_fingerprint) {
    auto tls = std::make_shared<TlsClient>();
    tls->accept_server = [server_fingerprint](const std::string& peer) { return peer == server_fingerprint; };
    if (identity != nullptr) {
      tls->has_identity = true;
      tls->identity = {identity->certificate_pem, identity->key_pem.copy()};
    }
    return get("/who", {.tls = std::move(tls)});
  }
  Identity own_;
  std::string fingerprint_;
};

TEST_F(Https, client_is_known_by_fingerprint_and_name) {
  serve_tls(true);
  const auto response = exchange(&own_, fingerprint_);
  ASSERT_TRUE(response) << describe(response.error());
  EXPECT_EQ(response->body, fingerprint(own_.certificate_pem) + " 1319999999");
}

TEST_F(Https, missing_client_certificate_is_refused) {
  serve_tls(true);
  const auto response = exchange(nullptr, fingerprint_);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().reason.text(), "http_certificate_refused") << describe(response.error());
}

TEST_F(Https, another_client_certificate_is_refused) {
  serve_tls(true);
  const auto other = make_identity("1319999999");
  const auto response = exchange(&other, fingerprint_);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().reason.text(), "http_certificate_refused") << describe(response.error());
}

TEST_F(Https, server_with_another_certificate_is_refused) {
  serve_tls(false);
  const auto response = exchange(nullptr, std::string(64, '0'));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().reason.text(), "http_certificate_refused");
}

TEST_F(Https, client_that_trusts_nobody_refuses_every_server) {
  serve_tls(false);
  const auto response = get("/", {.tls = std::make_shared<TlsClient>()});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().reason.text(), "http_certificate_refused");
}

class Socket : public Http {
 protected:
  std::string open_client(const std::string& path, std::uint16_t port) {
    auto outcome = std::make_shared<test::Awaited<std::string>>();
    running_.on_loop([&] {
      open_socket(running_.loop(), "127.0.0.1", port, path, [this, outcome](auto result) {
        if (!result) return outcome->deliver(std::string(result.error().reason.text()));
        client_ = *result;
        client_->on_text = [this](const std::string& text) { text_.deliver(text); };
        client_->on_binary = [this](Bytes bytes) { pictures_.push_back(std::move(bytes)); };
        client_->on_close = [this] { closed_.deliver(true); };
        outcome->deliver("open");
      });
    });
    return outcome->wait().value_or("waited in vain");
  }
  ~Socket() override {
    running_.on_loop([&] {
      if (client_) client_->close();
    });
    if (client_) closed_.wait();
    running_.on_loop([&] { client_.reset(); });
  }
  test::Awaited<std::string> text_;
  test::Awaited<bool> closed_;
  std::vector<Bytes> pictures_;
  std::shared_ptr<WebSocket> client_;
};

TEST_F(Socket, text_goes_there_and_back) {
  serve();
  ASSERT_EQ(open_client("/socket", server_->port()), "open");
  running_.on_loop([&] { client_->send_text("hello"); });
  EXPECT_EQ(text_.wait(), "echo hello");
}

TEST_F(Socket, refused_upgrade_opens_nothing_and_its_headers_are_seen) {
  serve();
  std::string seen;
  int opened = 0;
  running_.on_loop([&] {
    server_->on_socket(
        "/guarded", [&](const Request&, const std::shared_ptr<WebSocket>&) { ++opened; },
        [&](const Request& request) {
          seen = request.header("Authorization");
          return 401U;
        });
    open_socket(running_.loop(), "127.0.0.1", server_->port(), "/guarded",
                [this](auto result) { text_.deliver(result ? "open" : std::string(result.error().reason.text())); },
                {{"Authorization", "Bearer x"}});
  });
  EXPECT_EQ(text_.wait(), "socket_refused");
  EXPECT_EQ(seen, "Bearer x");
  EXPECT_EQ(opened, 0);
}

TEST_F(Socket, picture_is_dropped_while_another_waits) {
  serve();
  ASSERT_EQ(open_client("/socket", server_->port()), "open");
  running_.on_loop([&] {
    server_socket_->send_picture(Bytes(1000, 1));
    server_socket_->send_picture(Bytes(1000, 2));
    server_socket_->send_text("after the pictures");
  });
  EXPECT_TRUE(text_.wait());
  EXPECT_EQ(running_.on_loop([&] { return pictures_; }), std::vector<Bytes>{Bytes(1000, 1)});
}

TEST_F(Socket, server_closes_it_for_the_client) {
  serve();
  ASSERT_EQ(open_client("/socket", server_->port()), "open");
  running_.on_loop([&] { client_->send_text("close"); });
  EXPECT_TRUE(closed_.wait());
}

TEST_F(Socket, closing_here_is_told_here_too) {
  serve();
  ASSERT_EQ(open_client("/socket", server_->port()), "open");
  running_.on_loop([&] { client_->close(); });
  EXPECT_TRUE(closed_.wait());
}

TEST_F(Socket, end_of_the_server_closes_it) {
  serve();
  ASSERT_EQ(open_client("/socket", server_->port()), "open");
  running_.on_loop([&] { server_.reset(); });
  EXPECT_TRUE(closed_.wait());
}

TEST_F(Socket, unknown_path_is_refused) {
  serve();
  EXPECT_EQ(open_client("/elsewhere", server_->port()), "socket_refused");
}

TEST_F(Socket, nobody_listening_is_unreachable) {
  serve();
  const auto port = server_->port();
  running_.on_loop([&] { server_.reset(); });
  EXPECT_EQ(open_client("/socket", port), "socket_unreachable");
}

}  // namespace
}  // namespace omote::net
