#include "sim/camera/frame_server.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <thread>

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

TEST_F(FrameServerTest, unplugged_it_has_no_socket) {
  server_->inject(FrameFault::Gone);
  EXPECT_FALSE(Client(server_->socket()).connected_);
  EXPECT_GT(server_->fired(), 0);

  server_->inject(FrameFault::None);
  EXPECT_TRUE(Client(server_->socket()).connected_);
}

TEST_F(FrameServerTest, busy_it_says_so_and_hangs_up) {
  server_->inject(FrameFault::Busy);
  Client client(server_->socket());

  const auto answer = client.ask('F', kFrameHeaderSize + 1);

  ASSERT_EQ(answer.size(), kFrameHeaderSize);
  EXPECT_EQ(as_text(ByteView(answer).first(4)), "OMFB");
  EXPECT_EQ(server_->fired(), 1);
}

TEST_F(FrameServerTest, silent_it_gives_the_picture_once_it_has_its_voice_again) {
  server_->inject(FrameFault::Silent);
  Client client(server_->socket());
  std::jthread later([this] {
    while (server_->fired() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    server_->inject(FrameFault::None);
  });

  EXPECT_EQ(client.ask('F', kFrameHeaderSize + 6).size(), kFrameHeaderSize + 6);
}

TEST_F(FrameServerTest, frozen_it_repeats_the_picture_and_its_number) {
  server_->inject(FrameFault::Freeze);
  Client client(server_->socket());

  const auto first = client.ask('F', kFrameHeaderSize + 6);
  EXPECT_EQ(as_text(client.ask('F', kFrameHeaderSize + 6)), as_text(first));

  server_->inject(FrameFault::None);
  EXPECT_NE(as_text(client.ask('F', kFrameHeaderSize + 6)), as_text(first));
}

TEST(FrameFaultWords, name_every_fault) {
  for (const auto* word : {"none", "freeze", "dark", "covered", "dirty", "blurred", "silent", "busy", "gone"}) {
    const auto fault = frame_fault(word);
    ASSERT_TRUE(fault) << word;
    EXPECT_EQ(to_string(*fault), word);
  }
  EXPECT_FALSE(frame_fault("cracked"));
}

}  // namespace
}  // namespace omote::sim::camera
