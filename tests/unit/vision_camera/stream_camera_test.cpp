#include "vision/camera/stream_camera.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <functional>
#include <thread>

namespace omote::vision::camera {
namespace {

using std::chrono::milliseconds;

// A server that answers each wish with what `answer` makes of its number; empty ends the connection.
class Server {
 public:
  explicit Server(std::function<Bytes(int)> answer) {
    EXPECT_NE(mkdtemp(folder_), nullptr);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path().c_str(), sizeof address.sun_path - 1);
    listener_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    EXPECT_EQ(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listener_, 4), 0);
    thread_ = std::thread([this, answer] { serve(answer); });
  }
  ~Server() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
    std::filesystem::remove_all(folder_);
  }
  [[nodiscard]] std::string path() const { return std::string(folder_) + "/camera"; }

 private:
  void serve(const std::function<Bytes(int)>& answer) {
    for (int number = 0;;) {
      const int client = ::accept(listener_, nullptr, nullptr);
      if (client < 0) return;
      for (char wish = 0; ::recv(client, &wish, 1, 0) == 1 && wish == 'F';) {
        const Bytes bytes = answer(++number);
        if (bytes.empty()) break;
        ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      }
      ::close(client);
    }
  }
  char folder_[32] = "/tmp/omote_stream_XXXXXX";
  int listener_ = -1;
  std::thread thread_;
};

Bytes frame_bytes(std::uint32_t width, std::uint32_t height, std::uint64_t sequence, std::uint32_t magic = 0x31464D4F) {
  Bytes bytes;
  const auto put = [&bytes](std::uint64_t value, int count) {
    for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  put(magic, 4);
  put(width, 4);
  put(height, 4);
  put(1, 4);
  put(sequence, 8);
  put(123456, 8);
  for (std::uint32_t i = 0; i < width * height * 3 && i < 1000000; ++i) bytes.push_back(static_cast<std::uint8_t>(i));
  return bytes;
}

TEST(StreamCamera, AskedTwice_givesTwoFrames) {
  const Server server([](int number) { return frame_bytes(40, 20, static_cast<std::uint64_t>(number) + 6000000000); });
  StreamCamera camera(server.path());
  const auto first = camera.next(milliseconds(2000));
  const auto second = camera.next(milliseconds(2000));
  ASSERT_TRUE(first) << describe(first.error());
  ASSERT_TRUE(second) << describe(second.error());
  EXPECT_EQ(first->width, 40);
  EXPECT_EQ(first->height, 20);
  EXPECT_EQ(first->pixels[5], 5);
  EXPECT_EQ(second->sequence, 6000000002U);
}
TEST(StreamCamera, WithoutAServer_isNotConnected) {
  StreamCamera camera("/tmp/no-such-socket-of-omote");
  EXPECT_EQ(camera.next(milliseconds(10)).error().reason.text(), "stream_not_connected");
}
TEST(StreamCamera, ConnectionThatEnds_isLostAndComesBack) {
  const Server server([](int number) { return number == 1 ? Bytes{} : frame_bytes(16, 16, 1); });
  StreamCamera camera(server.path());
  EXPECT_EQ(camera.next(milliseconds(2000)).error().reason.text(), "stream_lost");
  EXPECT_TRUE(camera.next(milliseconds(2000)));
}
TEST(StreamCamera, WrongMagicOrSize_isRefusedWithoutReadingOn) {
  const Server server([](int number) { return number == 1 ? frame_bytes(16, 16, 1, 7) : frame_bytes(100000, 100000, 1); });
  StreamCamera camera(server.path());
  EXPECT_EQ(camera.next(milliseconds(2000)).error().reason.text(), "stream_format_wrong");
  EXPECT_EQ(camera.next(milliseconds(2000)).error().reason.text(), "stream_format_wrong");
}
TEST(StreamCamera, SilentServer_endsWithTheTime) {
  const Server server([](int) {
    std::this_thread::sleep_for(milliseconds(300));
    return Bytes{};
  });
  StreamCamera camera(server.path());
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(camera.next(milliseconds(50)).error().reason.text(), "stream_lost");
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(250));
}

}  // namespace
}  // namespace omote::vision::camera
