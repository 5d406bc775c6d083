// What a server answers to bytes that no decent client sends.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/http.hpp"
#include "tests/unit/net/running_loop.hpp"

namespace omote::net {
namespace {

class RawHttp : public testing::Test {
 protected:
  RawHttp() {
    server_ = running_.on_loop([&] {
      ServerOptions options;
      options.most_body = 1000;
      options.idle = std::chrono::seconds(1);
      auto server = HttpServer::listen(running_.loop(), std::move(options));
      (*server)->on_request([this](const Request& request, const HttpServer::Answer& answer) {
        ++requests_;
        answer(text_response(200, request.body));
      });
      (*server)->on_socket("/socket", [this](const Request&, const auto&) { ++requests_; });
      return std::move(*server);
    });
    host_ = "Host: 127.0.0.1:" + std::to_string(server_->port()) + "\r\n";
    origin_ = "http://127.0.0.1:" + std::to_string(server_->port());
  }
  ~RawHttp() override {
    running_.on_loop([&] { server_.reset(); });
  }
  // What comes back until the text `until` came, the server closes, or nothing comes for the patience of a test.
  std::string send(const std::string& bytes, const std::string& until = "\r\n\r\n", int patience_ms = 5000) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server_->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const timeval patience{patience_ms / 1000, patience_ms % 1000 * 1000};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    std::string answer;
    char buffer[4096];
    while (true) {
      const auto count = recv(socket, buffer, sizeof buffer, 0);
      closed_ = count == 0;
      if (count <= 0) break;
      answer.append(buffer, static_cast<std::size_t>(count));
      if (answer.find(until) != std::string::npos) break;
    }
    ::close(socket);
    return answer;
  }
  static std::string status(const std::string& answer) { return answer.size() < 12 ? "none" : answer.substr(9, 3); }
  std::string upgrade(const std::string& origin, const std::string& path = "/socket") const {
    return "GET " + path + " HTTP/1.1\r\n" + host_ + (origin.empty() ? "" : "Origin: " + origin + "\r\n") +
           "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  }

  bool closed_ = false;
  std::atomic<int> requests_ = 0;
  std::string host_;
  std::string origin_;
  test::RunningLoop running_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(RawHttp, own_host_passes) {
  EXPECT_EQ(status(send("GET / HTTP/1.1\r\n" + host_ + "\r\n")), "200");
}

TEST_F(RawHttp, localhost_with_the_port_passes) {
  EXPECT_EQ(status(send("GET / HTTP/1.1\r\nHost: localhost:" + std::to_string(server_->port()) + "\r\n\r\n")), "200");
}

TEST_F(RawHttp, foreign_host_is_421) {
  EXPECT_EQ(status(send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")), "421");
  EXPECT_EQ(requests_, 0);
}

TEST_F(RawHttp, host_without_our_port_is_421) {
  EXPECT_EQ(status(send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")), "421");
}

TEST_F(RawHttp, missing_host_is_400) {
  EXPECT_EQ(status(send("GET / HTTP/1.1\r\n\r\n")), "400");
}

TEST_F(RawHttp, two_hosts_are_400) {
  EXPECT_EQ(status(send("GET / HTTP/1.1\r\n" + host_ + "Host: evil.example\r\n\r\n")), "400");
}

TEST_F(RawHttp, foreign_origin_is_403) {
  EXPECT_EQ(status(send("POST / HTTP/1.1\r\n" + host_ + "Origin: http://evil.example\r\nContent-Length: 0\r\n\r\n")), "403");
  EXPECT_EQ(requests_, 0);
}

TEST_F(RawHttp, null_origin_is_403) {
  EXPECT_EQ(status(send("GET / HTTP/1.1\r\n" + host_ + "Origin: null\r\n\r\n")), "403");
}

TEST_F(RawHttp, empty_origin_is_403) {
  EXPECT_EQ(status(send("GET / HTTP/1.1\r\n" + host_ + "Origin:\r\n\r\n")), "403");
}

TEST_F(RawHttp, own_origin_passes) {
  EXPECT_EQ(status(send("GET / HTTP/1.1\r\n" + host_ + "Origin: " + origin_ + "\r\n\r\n")), "200");
}

TEST_F(RawHttp, picture_embedded_by_another_page_is_403) {
  EXPECT_EQ(status(send("GET / HTTP/1.1\r\n" + host_ + "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n\r\n")), "403");
}

TEST_F(RawHttp, link_from_another_page_passes) {
  EXPECT_EQ(status(send("GET / HTTP/1.1\r\n" + host_ + "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n\r\n")), "200");
}

TEST_F(RawHttp, socket_with_foreign_origin_is_403) {
  EXPECT_EQ(status(send(upgrade("http://evil.example"))), "403");
}

TEST_F(RawHttp, socket_with_own_origin_is_opened) {
  EXPECT_EQ(status(send(upgrade(origin_))), "101");
}

TEST_F(RawHttp, socket_on_another_path_is_404) {
  EXPECT_EQ(status(send(upgrade(origin_, "/elsewhere"))), "404");
}

TEST_F(RawHttp, announced_body_over_the_limit_is_413) {
  EXPECT_EQ(status(send("POST / HTTP/1.1\r\n" + host_ + "Content-Length: 1000000000\r\n\r\n")), "413");
}

TEST_F(RawHttp, sent_body_over_the_limit_is_413) {
  EXPECT_EQ(status(send("POST / HTTP/1.1\r\n" + host_ + "Content-Length: 200000\r\n\r\n" + std::string(200'000, 'x'))), "413");
}

TEST_F(RawHttp, chunked_body_over_the_limit_is_413) {
  EXPECT_EQ(status(send("POST / HTTP/1.1\r\n" + host_ + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'x'))),
            "413");
}

TEST_F(RawHttp, length_and_chunks_together_are_400) {
  EXPECT_EQ(status(send("POST / HTTP/1.1\r\n" + host_ + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")),
            "400");
}

TEST_F(RawHttp, enormous_header_is_431) {
  EXPECT_EQ(status(send("GET / HTTP/1.1\r\n" + host_ + "X: " + std::string(40'000, 'x') + "\r\n\r\n")), "431");
}

TEST_F(RawHttp, nonsense_is_400) {
  EXPECT_EQ(status(send("nonsense\r\n\r\n")), "400");
}

TEST_F(RawHttp, idle_connection_is_closed) {
  EXPECT_EQ(send("GET / HTTP/1.1\r\nHost: 1"), "");
  EXPECT_TRUE(closed_);
}

TEST_F(RawHttp, requests_sent_at_once_are_answered_in_order) {
  const auto one = [&](const std::string& body) {
    return "POST / HTTP/1.1\r\n" + host_ + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  };
  const auto answer = send(one("first") + one("second"), "second");
  EXPECT_LT(answer.find("first"), answer.find("second"));
  EXPECT_NE(answer.find("second"), std::string::npos);
}

TEST_F(RawHttp, head_gets_no_body) {
  const auto answer = send("HEAD / HTTP/1.1\r\n" + host_ + "Connection: close\r\n\r\n", "never");
  EXPECT_EQ(status(answer), "200");
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

}  // namespace
}  // namespace omote::net
