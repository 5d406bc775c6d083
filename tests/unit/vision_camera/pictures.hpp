// Pictures made on the spot, in the formats that the product reads.
#pragma once

// clang-format off
#include <cstdio>
#include <jpeglib.h>
// clang-format on
#include <png.h>

#include <cstdlib>
#include <string>

#include "ports/image.hpp"

namespace omote::tests {

inline ports::Frame gradient(int width, int height) {
  ports::Frame frame{width, height, 0, {}, {}};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (const int v : {x * 255 / width, y * 255 / height, 128}) frame.pixels.push_back(static_cast<std::uint8_t>(v));
  return frame;
}

inline Bytes to_ppm(const ports::Frame& frame) {
  Bytes bytes;
  append(bytes, as_bytes("P6\n# a comment\n" + std::to_string(frame.width) + " " + std::to_string(frame.height) + "\n255\n"));
  append(bytes, frame.pixels);
  return bytes;
}

inline Bytes to_png(const ports::Frame& frame) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(frame.width);
  image.height = static_cast<png_uint_32>(frame.height);
  image.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  Bytes bytes(size);
  png_image_write_to_memory(&image, bytes.data(), &size, 0, frame.pixels.data(), 0, nullptr);
  bytes.resize(size);
  return bytes;
}

inline Bytes to_jpeg(const ports::Frame& frame) {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* memory = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &memory, &size);
  info.image_width = static_cast<JDIMENSION>(frame.width);
  info.image_height = static_cast<JDIMENSION>(frame.height);
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, 95, TRUE);
  jpeg_start_compress(&info, TRUE);
  Bytes pixels = frame.pixels;
  while (info.next_scanline < info.image_height) {
    JSAMPROW row = pixels.data() + static_cast<std::size_t>(info.next_scanline) * frame.width * 3;
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  Bytes bytes(memory, memory + size);
  std::free(memory);
  return bytes;
}

}  // namespace omote::tests
