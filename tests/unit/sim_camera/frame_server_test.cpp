#include "sim/camera/frame_server.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "tests/unit/temp_folder.hpp"

namespace omote::sim::camera {
namespace {

ports::Frame small_frame(std::uint64_t sequence) {
  ports::Frame frame{2, 1, sequence, SteadyTime(std::chrono::microseconds(0x0102030405)), {1, 2, 3, 4, 5, 6}};
  return frame;
}

class Client {
 public:
  explicit Client(const std::filesystem::path& socket) : file_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, socket.c_str(), sizeof(address.sun_path) - 1);
    connected_ = ::connect(file_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    timeval limit{5, 0};
    ::setsockopt(file_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { ::close(file_); }
  // The bytes of one answer, fewer when the server hangs up.
  Bytes ask(char wish, std::size_t size) {
    ::send(file_, &wish, 1, MSG_NOSIGNAL);
    Bytes bytes(size);
    std::size_t got = 0;
    while (got < size) {
      const ssize_t n = ::recv(file_, bytes.data() + got, size - got, 0);
      if (n <= 0) break;
      got += static_cast<std::size_t>(n);
    }
    bytes.resize(got);
    return bytes;
  }
  bool connected_ = false;

 private:
  int file_;
};

class FrameServerTest : public testing::Test {
 protected:
  void SetUp() override {
    auto server = FrameServer::start(folder_ / "camera", [this]() -> Result<ports::Frame> { return small_frame(++count_); });
    ASSERT_TRUE(server);
    server_ = std::move(*server);
  }
  test::TempFolder folder_;
  std::uint64_t count_ = 6;
  std::unique_ptr<FrameServer> server_;
};

TEST_F(FrameServerTest, asked_for_a_frame_it_sends_header_and_pixels) {
  Client client(server_->socket());
  const Bytes expected{'O', 'M', 'F', '1', 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 7, 0, 0,
                       0,   0,   0,   0,   0, 5, 4, 3, 2, 1, 0, 0, 0, 1, 2, 3, 4, 5, 6};
  EXPECT_EQ(client.ask('F', 38), expected);
}

TEST_F(FrameServerTest, unasked_it_takes_no_picture) {
  Client client(server_->socket());
  EXPECT_EQ(client.ask('F', 38).size(), 38U);
  EXPECT_EQ(count_, 7U);
}

TEST_F(FrameServerTest, two_clients_get_different_frames) {
  Client one(server_->socket()), two(server_->socket());
  EXPECT_NE(one.ask('F', 38), two.ask('F', 38));
}

TEST_F(FrameServerTest, unknown_wish_ends_the_connection) {
  Client client(server_->socket());
  EXPECT_TRUE(client.ask('?', 38).empty());
}

TEST_F(FrameServerTest, unplugged_it_drops_its_clients) {
  Client client(server_->socket());
  ASSERT_EQ(client.ask('F', 38).size(), 38U);
  server_->plug(false);
  EXPECT_TRUE(client.ask('F', 38).empty());
}

TEST_F(FrameServerTest, plugged_again_it_serves_new_clients) {
  server_->plug(false);
  server_->plug(true);
  Client client(server_->socket());
  EXPECT_EQ(client.ask('F', 38).size(), 38U);
}

TEST_F(FrameServerTest, ended_it_removes_its_socket) {
  server_.reset();
  EXPECT_FALSE(std::filesystem::exists(folder_ / "camera"));
}

TEST(FrameServerStartTest, impossible_path_is_refused) {
  auto server = FrameServer::start("/nonexistent/folder/camera", [] { return Result<ports::Frame>(small_frame(1)); });
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().reason.text(), "frame_socket_unusable");
}

}  // namespace
}  // namespace omote::sim::camera
