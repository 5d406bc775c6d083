#include "vision/camera/preview.hpp"

#include <cstddef>
#include <cstdio>
// jpeglib.h needs size_t and FILE from above.
#include <jpeglib.h>

#include <cstdlib>

#include "base/secret.hpp"

namespace omote::vision::camera {

namespace {

Bytes half_mirrored(const ports::Frame& frame, int width, int height) {
  Bytes rgb(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
  const auto row_bytes = static_cast<std::size_t>(frame.width) * 3;
  for (int y = 0; y < height; ++y) {
    const auto* upper = frame.pixels.data() + row_bytes * static_cast<std::size_t>(2 * y);
    auto* out = rgb.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 3;
    for (int x = 0; x < width; ++x) {
      const auto* from = upper + static_cast<std::size_t>(2 * (width - 1 - x)) * 3;
      for (std::size_t c = 0; c < 3; ++c) {
        const int sum = from[c] + from[c + 3] + from[row_bytes + c] + from[row_bytes + c + 3];
        out[static_cast<std::size_t>(x) * 3 + c] = static_cast<std::uint8_t>(sum / 4);
      }
    }
  }
  return rgb;
}

}  // namespace

Bytes mirrored_preview(const ports::Frame& frame) {
  const int width = frame.width / 2;
  const int height = frame.height / 2;
  if (width == 0 || height == 0 ||
      frame.pixels.size() < static_cast<std::size_t>(frame.width) * static_cast<std::size_t>(frame.height) * 3)
    return {};
  auto rgb = half_mirrored(frame, width, height);
  // Compressing to memory cannot fail on input but for want of memory, and then the process ends anyway.
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* out = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &out, &size);
  jpeg.image_width = static_cast<JDIMENSION>(width);
  jpeg.image_height = static_cast<JDIMENSION>(height);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, 70, TRUE);
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    JSAMPROW row = rgb.data() + static_cast<std::size_t>(jpeg.next_scanline) * static_cast<std::size_t>(width) * 3;
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  Bytes picture(out, out + size);
  wipe_memory(out, size);
  std::free(out);
  jpeg_destroy_compress(&jpeg);
  wipe_memory(rgb.data(), rgb.size());
  return picture;
}

}  // namespace omote::vision::camera
