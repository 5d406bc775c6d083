#include "vision/camera/stream_camera.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace omote::vision::camera {
namespace {

constexpr std::size_t kHead = 32;
constexpr std::uint32_t kMagic = 0x31464D4F;  // "OMF1"
constexpr std::uint32_t kBusy = 0x42464D4F;   // "OMFB"
constexpr std::uint32_t kRgb = 1;
constexpr std::uint32_t kMostSide = 8192;

std::uint32_t little_endian_32(const std::uint8_t* b) {
  return std::uint32_t{b[0]} | std::uint32_t{b[1]} << 8 | std::uint32_t{b[2]} << 16 | std::uint32_t{b[3]} << 24;
}

}  // namespace

StreamCamera::StreamCamera(std::filesystem::path socket) : socket_(std::move(socket)) {}
StreamCamera::~StreamCamera() {
  rest();
}

void StreamCamera::rest() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

Result<void> StreamCamera::connect() {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = socket_.string();
  descriptor_ = path.size() < sizeof address.sun_path ? ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
  std::memcpy(address.sun_path, path.data(), std::min(path.size(), sizeof address.sun_path - 1));
  if (descriptor_ < 0 || ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    rest();
    return fail("stream_not_connected", path);
  }
  return {};
}

bool StreamCamera::receive(std::uint8_t* to, std::size_t count, SteadyTime until) const {
  while (count > 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd wanted{descriptor_, POLLIN, 0};
    const int ready = ::poll(&wanted, 1, static_cast<int>(std::max<long>(left.count(), 0)));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    const ssize_t got = ::recv(descriptor_, to, count, 0);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) return false;
    to += got;
    count -= static_cast<std::size_t>(got);
  }
  return true;
}

Result<ports::Frame> StreamCamera::next(std::chrono::milliseconds time) {
  if (descriptor_ < 0)
    if (auto connected = connect(); !connected) return pass(connected);
  const SteadyTime until = std::chrono::steady_clock::now() + time;
  std::array<std::uint8_t, kHead> head{};
  const std::uint8_t wish = 'F';
  ports::Frame frame;
  bool good = ::send(descriptor_, &wish, 1, MSG_NOSIGNAL) == 1 && receive(head.data(), head.size(), until);
  if (good && little_endian_32(head.data()) == kBusy) {
    rest();
    return fail("stream_busy", description());
  }
  if (good) {
    const std::uint32_t width = little_endian_32(head.data() + 4);
    const std::uint32_t height = little_endian_32(head.data() + 8);
    const bool known = little_endian_32(head.data()) == kMagic && little_endian_32(head.data() + 12) == kRgb;
    if (!known || width == 0 || height == 0 || width > kMostSide || height > kMostSide) {
      rest();
      return fail("stream_format_wrong", description());
    }
    frame.width = static_cast<int>(width);
    frame.height = static_cast<int>(height);
    frame.sequence = little_endian_32(head.data() + 16) | std::uint64_t{little_endian_32(head.data() + 20)} << 32;
    frame.pixels.resize(static_cast<std::size_t>(width) * height * 3);
    good = receive(frame.pixels.data(), frame.pixels.size(), until);
  }
  if (!good) {
    // Half a frame may still be under way: a new connection begins with a whole one.
    rest();
    return fail("stream_lost", description());
  }
  frame.taken = std::chrono::steady_clock::now();
  return frame;
}

}  // namespace omote::vision::camera
