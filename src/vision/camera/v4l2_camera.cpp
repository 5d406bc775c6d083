#include "vision/camera/v4l2_camera.hpp"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "vision/camera/image_file.hpp"
#include "vision/camera/pixel_formats.hpp"

namespace omote::vision::camera {
namespace {

constexpr std::uint32_t kBuffers = 4;

int call(int descriptor, unsigned long request, void* argument) {
  int result = 0;
  do result = ::ioctl(descriptor, request, argument);
  while (result < 0 && errno == EINTR);
  return result;
}

}  // namespace

V4l2Camera::V4l2Camera(V4l2Settings settings) : settings_(std::move(settings)) {}
V4l2Camera::~V4l2Camera() {
  rest();
}

std::string V4l2Camera::description() const {
  return settings_.device.string() + (card_.empty() ? "" : " (" + card_ + ")");
}

Result<void> V4l2Camera::open() {
  descriptor_ = ::open(settings_.device.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (descriptor_ < 0 && errno == EBUSY) return fail("camera_busy", description());
  if (descriptor_ < 0) return fail("camera_missing", description() + ": " + std::strerror(errno));
  v4l2_capability capability{};
  if (call(descriptor_, VIDIOC_QUERYCAP, &capability) != 0) capability.capabilities = 0;
  const std::uint32_t able = capability.capabilities & V4L2_CAP_DEVICE_CAPS ? capability.device_caps : capability.capabilities;
  if ((able & V4L2_CAP_VIDEO_CAPTURE) == 0 || (able & V4L2_CAP_STREAMING) == 0)
    return fail("camera_not_capturing", description());
  card_ = reinterpret_cast<const char*>(capability.card);
  if (auto chosen = choose_format(); !chosen) return chosen;
  return start();
}

// Plain pixels first; JPEG where the bus is too slow for them.
Result<void> V4l2Camera::choose_format() {
  for (const std::uint32_t format : {V4L2_PIX_FMT_YUYV, V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_JPEG}) {
    v4l2_format wish{};
    wish.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    wish.fmt.pix.width = static_cast<std::uint32_t>(settings_.width);
    wish.fmt.pix.height = static_cast<std::uint32_t>(settings_.height);
    wish.fmt.pix.pixelformat = format;
    wish.fmt.pix.field = V4L2_FIELD_ANY;
    const int result = call(descriptor_, VIDIOC_S_FMT, &wish);
    if (result != 0 && errno == EBUSY) break;
    if (result != 0 || wish.fmt.pix.pixelformat != format) continue;
    format_ = format;
    width_ = static_cast<int>(wish.fmt.pix.width);
    height_ = static_cast<int>(wish.fmt.pix.height);
    stride_ = std::max(static_cast<int>(wish.fmt.pix.bytesperline), width_ * 2);
    return {};
  }
  return fail("camera_format_unknown", description() + ": in use, or neither YUYV nor MJPEG");
}

Result<void> V4l2Camera::start() {
  v4l2_requestbuffers request{};
  request.count = kBuffers;
  request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  request.memory = V4L2_MEMORY_MMAP;
  bool good = call(descriptor_, VIDIOC_REQBUFS, &request) == 0 && request.count > 0;
  for (std::uint32_t i = 0; good && i < request.count; ++i) {
    v4l2_buffer buffer{};
    buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    buffer.memory = V4L2_MEMORY_MMAP;
    buffer.index = i;
    good = call(descriptor_, VIDIOC_QUERYBUF, &buffer) == 0;
    if (!good) break;
    void* memory = ::mmap(nullptr, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_, buffer.m.offset);
    good = memory != MAP_FAILED;
    if (good) buffers_.emplace_back(static_cast<std::uint8_t*>(memory), buffer.length);
    good = good && give_back(static_cast<int>(i));
  }
  int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  good = good && call(descriptor_, VIDIOC_STREAMON, &type) == 0;
  if (!good) return fail("camera_start_failed", description() + ": " + std::strerror(errno));
  running_ = true;
  return {};
}

void V4l2Camera::rest() {
  if (running_) {
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    call(descriptor_, VIDIOC_STREAMOFF, &type);
  }
  for (const auto& buffer : buffers_) {
    wipe_memory(buffer.data(), buffer.size());
    ::munmap(buffer.data(), buffer.size());
  }
  buffers_.clear();
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
  running_ = false;
}

int V4l2Camera::take(std::uint64_t& sequence, std::size_t& used) const {
  v4l2_buffer buffer{};
  buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  buffer.memory = V4L2_MEMORY_MMAP;
  if (call(descriptor_, VIDIOC_DQBUF, &buffer) != 0) return errno == EAGAIN ? -1 : -2;
  if (buffer.index >= buffers_.size()) return -2;
  sequence = buffer.sequence;
  used = (buffer.flags & V4L2_BUF_FLAG_ERROR) != 0 ? 0 : std::min<std::size_t>(buffer.bytesused, buffers_[buffer.index].size());
  return static_cast<int>(buffer.index);
}

bool V4l2Camera::give_back(int number) const {
  v4l2_buffer buffer{};
  buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  buffer.memory = V4L2_MEMORY_MMAP;
  buffer.index = static_cast<std::uint32_t>(number);
  return call(descriptor_, VIDIOC_QBUF, &buffer) == 0;
}

Result<ports::Frame> V4l2Camera::convert(ByteView bytes) const {
  return format_ == V4L2_PIX_FMT_YUYV ? from_yuyv(bytes, width_, height_, stride_) : decode_jpeg(bytes);
}

Result<ports::Frame> V4l2Camera::next(std::chrono::milliseconds time) {
  if (!running_) {
    auto opened = open();
    if (!opened) {
      rest();
      return pass(opened);
    }
  }
  const SteadyTime until = std::chrono::steady_clock::now() + time;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd wanted{descriptor_, POLLIN, 0};
    const int ready = left.count() > 0 ? ::poll(&wanted, 1, static_cast<int>(left.count())) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return fail("camera_no_frame", description());
    int newest = -1;
    std::uint64_t sequence = 0;
    std::size_t used = 0;
    for (int buffer = 0; (buffer = take(sequence, used)) != -1;) {
      if (newest >= 0) give_back(newest);
      newest = buffer;
      if (buffer == -2) break;
    }
    if (newest == -2 || (wanted.revents & (POLLERR | POLLHUP)) != 0) {
      rest();
      return fail("camera_lost", description());
    }
    if (newest < 0) continue;
    auto frame = convert(ByteView(buffers_[newest]).first(used));
    wipe_memory(buffers_[newest].data(), used);
    give_back(newest);
    if (!frame) continue;
    frame->sequence = sequence;
    frame->taken = std::chrono::steady_clock::now();
    return frame;
  }
}

}  // namespace omote::vision::camera
