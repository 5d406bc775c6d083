#include "net/frames.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/net/running_loop.hpp"

namespace omote::net {
namespace {

using Opened = std::shared_ptr<Result<std::shared_ptr<FrameConnection>>>;

class Frames : public testing::Test {
 protected:
  // The server takes the client's fingerprint only, or any when the text is empty; it echoes every frame.
  void serve(const std::string& accepted) {
    identity_ = make_identity("host");
    fingerprint_ = fingerprint(identity_.certificate_pem);
    auto server = running_.on_loop([&] {
      TlsServer tls{{identity_.certificate_pem, identity_.key_pem.copy()}, {}, nullptr};
      tls.accept_peer = [accepted](const std::string& peer) { return accepted.empty() || peer == accepted; };
      return FrameServer::listen(running_.loop(), "127.0.0.1", 0, std::move(tls), [this](auto connection) {
        seen_ = connection->peer_fingerprint();
        connection->on_frame = [connection](Bytes frame) { connection->send(std::move(frame)); };
        connection->on_close = [this](const std::string& reason) { server_closed_.deliver(reason); };
      });
    });
    ASSERT_TRUE(server);
    server_ = std::move(*server);
  }
  Result<std::shared_ptr<FrameConnection>> connect(const Identity* identity, const std::string& server_fingerprint) {
    test::Awaited<Opened> opened;
    running_.on_loop([&] {
      TlsClient tls;
      tls.accept_server = [server_fingerprint](const std::string& peer) { return peer == server_fingerprint; };
      if (identity != nullptr) {
        tls.has_identity = true;
        tls.identity = {identity->certificate_pem, identity->key_pem.copy()};
      }
      connect_frames(running_.loop(), "127.0.0.1", server_->port(), std::move(tls), [&](auto result) {
        if (result) {
          (*result)->on_frame = [this](Bytes frame) { echoed_.deliver(std::move(frame)); };
          (*result)->on_close = [this](const std::string& reason) { client_closed_.deliver(reason); };
        }
        opened.deliver(std::make_shared<Result<std::shared_ptr<FrameConnection>>>(std::move(result)));
      });
    });
    const auto result = opened.wait();
    if (!result) return fail("test_waited_in_vain");
    return std::move(**result);
  }
  ~Frames() override {
    running_.on_loop([&] { server_.reset(); });
    running_.on_loop([] {});
  }

  test::Awaited<Bytes> echoed_;
  test::Awaited<std::string> server_closed_;
  test::Awaited<std::string> client_closed_;
  Identity identity_;
  std::string fingerprint_;
  std::string seen_;
  test::RunningLoop running_;
  std::unique_ptr<FrameServer> server_;
};

TEST_F(Frames, frame_goes_there_and_back) {
  serve("");
  const auto own = make_identity("terminal");
  auto connection = connect(&own, fingerprint_);
  ASSERT_TRUE(connection) << describe(connection.error());
  running_.on_loop([&] { (*connection)->send({7, 8, 9}); });
  EXPECT_EQ(echoed_.wait(), Bytes({7, 8, 9}));
}

TEST_F(Frames, large_frame_arrives_whole) {
  serve("");
  const auto own = make_identity("terminal");
  auto connection = connect(&own, fingerprint_);
  ASSERT_TRUE(connection);
  const auto large = random_bytes(4 << 20);
  running_.on_loop([&] { (*connection)->send(large); });
  EXPECT_EQ(echoed_.wait(), large);
}

TEST_F(Frames, server_knows_the_fingerprint_of_its_client) {
  serve("");
  const auto own = make_identity("terminal");
  ASSERT_TRUE(connect(&own, fingerprint_));
  EXPECT_EQ(seen_, fingerprint(own.certificate_pem));
}

TEST_F(Frames, client_with_another_fingerprint_is_refused) {
  serve(std::string(64, '0'));
  const auto own = make_identity("stranger");
  const auto connection = connect(&own, fingerprint_);
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().reason.text(), "frame_refused");
}

TEST_F(Frames, client_without_certificate_is_refused) {
  serve("");
  const auto connection = connect(nullptr, fingerprint_);
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().reason.text(), "frame_refused");
}

TEST_F(Frames, server_with_another_fingerprint_is_refused) {
  serve("");
  const auto own = make_identity("terminal");
  const auto connection = connect(&own, std::string(64, '0'));
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().reason.text(), "frame_refused");
}

TEST_F(Frames, nobody_listening_is_unreachable) {
  serve("");
  const auto own = make_identity("terminal");
  const auto port = server_->port();
  running_.on_loop([&] { server_.reset(); });
  test::Awaited<std::string> reason;
  running_.on_loop([&] {
    connect_frames(running_.loop(), "127.0.0.1", port, {},
                   [&](auto result) { reason.deliver(result ? "opened" : std::string(result.error().reason.text())); });
  });
  EXPECT_EQ(reason.wait(), "frame_unreachable");
}

TEST_F(Frames, port_in_use_is_told) {
  serve("");
  const auto second = running_.on_loop([&] {
    return FrameServer::listen(running_.loop(), "127.0.0.1", server_->port(),
                               {{identity_.certificate_pem, identity_.key_pem.copy()}, {}, nullptr}, [](auto) {});
  });
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().reason.text(), "port_taken");
}

TEST_F(Frames, end_of_the_server_closes_its_connections) {
  serve("");
  const auto own = make_identity("terminal");
  ASSERT_TRUE(connect(&own, fingerprint_));
  running_.on_loop([&] { server_.reset(); });
  EXPECT_TRUE(client_closed_.wait());
}

TEST_F(Frames, silent_peer_is_dropped_after_five_seconds) {
  serve("");
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(server_->port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  const timeval patience{8, 0};
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  const auto begin = std::chrono::steady_clock::now();
  char byte = 0;
  EXPECT_EQ(recv(socket, &byte, 1, 0), 0);  // closed, not timed out
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(4900));
  ::close(socket);
}

// A peer that shakes hands as it should and then writes what it likes.
class RawPeer {
 public:
  RawPeer(std::uint16_t port, const Identity& identity) : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
    use(identity);
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    session_.reset(SSL_new(context_.get()));
    SSL_set_fd(session_.get(), socket_);
    EXPECT_EQ(SSL_connect(session_.get()), 1);
  }
  ~RawPeer() { ::close(socket_); }
  RawPeer(const RawPeer&) = delete;
  RawPeer& operator=(const RawPeer&) = delete;
  void write(ByteView bytes) { EXPECT_GT(SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size())), 0); }

 private:
  void use(const Identity& identity) {
    const auto key = identity.key_pem.copy();
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> c(
        BIO_new_mem_buf(identity.certificate_pem.data(), static_cast<int>(identity.certificate_pem.size())), BIO_free_all);
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> k(BIO_new_mem_buf(key.reveal().data(), static_cast<int>(key.size())),
                                                          BIO_free_all);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(PEM_read_bio_X509(c.get(), nullptr, nullptr, nullptr),
                                                                  X509_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> private_key(
        PEM_read_bio_PrivateKey(k.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    SSL_CTX_use_certificate(context_.get(), certificate.get());
    SSL_CTX_use_PrivateKey(context_.get(), private_key.get());
  }
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> session_{nullptr, SSL_free};
  int socket_ = -1;
};

TEST_F(Frames, announced_size_over_the_limit_closes_the_connection) {
  serve("");
  RawPeer peer(server_->port(), make_identity("terminal"));
  peer.write(Bytes{0x00, 0x40, 0x00, 0x01});
  EXPECT_EQ(server_closed_.wait(), "the frame is too large");
}

}  // namespace
}  // namespace omote::net
