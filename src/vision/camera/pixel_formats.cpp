#include "vision/camera/pixel_formats.hpp"

#include <algorithm>
#include <string>

namespace omote::vision::camera {
namespace {

std::uint8_t to_byte(int fixed) {
  return static_cast<std::uint8_t>(std::clamp((fixed + 128) >> 8, 0, 255));
}

void put(std::uint8_t* rgb, int luma, int blue, int red) {
  const int y = 298 * (luma - 16);
  rgb[0] = to_byte(y + 409 * red);
  rgb[1] = to_byte(y - 100 * blue - 208 * red);
  rgb[2] = to_byte(y + 516 * blue);
}

}  // namespace

Result<ports::Frame> from_yuyv(ByteView bytes, int width, int height, int stride) {
  const bool plausible = width > 0 && height > 0 && width % 2 == 0 && stride >= width * 2;
  if (!plausible || bytes.size() < static_cast<std::size_t>(stride) * (height - 1) + static_cast<std::size_t>(width) * 2)
    return fail("camera_frame_short", std::to_string(bytes.size()) + " bytes");
  ports::Frame frame{width, height, 0, {}, Bytes(static_cast<std::size_t>(width) * height * 3)};
  std::uint8_t* out = frame.pixels.data();
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* in = bytes.data() + static_cast<std::size_t>(y) * stride;
    for (int x = 0; x < width; x += 2, in += 4, out += 6) {
      const int blue = in[1] - 128;
      const int red = in[3] - 128;
      put(out, in[0], blue, red);
      put(out + 3, in[2], blue, red);
    }
  }
  return frame;
}

}  // namespace omote::vision::camera
