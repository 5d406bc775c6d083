#include "vision/camera/image_file.hpp"

// clang-format off
#include <cstdio>
#include <jpeglib.h>
// clang-format on
#include <png.h>

#include <algorithm>
#include <charconv>
#include <csetjmp>
#include <optional>

#include "base/file.hpp"

namespace omote::vision::camera {
namespace {

constexpr int kLeastSide = 16;
constexpr int kMostSide = 8192;

bool plausible(long width, long height) {
  return width >= kLeastSide && height >= kLeastSide && width <= kMostSide && height <= kMostSide;
}

struct JpegErrors {
  jpeg_error_mgr manager;
  std::jmp_buf back;
};

[[noreturn]] void leave(j_common_ptr info) {
  std::longjmp(reinterpret_cast<JpegErrors*>(info->err)->back, 1);
}
void count_warning(j_common_ptr info, int level) {
  if (level < 0) ++info->err->num_warnings;
}

// Only plain data lives here, because an error of libjpeg leaves it by longjmp. Fills `frame`, which the caller owns.
bool read_jpeg(ByteView bytes, jpeg_decompress_struct& info, JpegErrors& errors, ports::Frame& frame) {
  info.err = jpeg_std_error(&errors.manager);
  errors.manager.error_exit = leave;
  errors.manager.emit_message = count_warning;
  if (setjmp(errors.back)) return false;
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, bytes.data(), static_cast<unsigned long>(bytes.size()));
  if (jpeg_read_header(&info, TRUE) != JPEG_HEADER_OK || !plausible(info.image_width, info.image_height)) return false;
  info.out_color_space = JCS_RGB;
  jpeg_start_decompress(&info);
  frame.width = static_cast<int>(info.output_width);
  frame.height = static_cast<int>(info.output_height);
  frame.pixels.resize(static_cast<std::size_t>(frame.width) * frame.height * 3);
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = frame.pixels.data() + static_cast<std::size_t>(info.output_scanline) * frame.width * 3;
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info);
  return errors.manager.num_warnings == 0;
}

std::optional<ports::Frame> decode_png(ByteView bytes) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  ports::Frame frame;
  bool good = png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) != 0 && plausible(image.width, image.height);
  if (good) {
    image.format = PNG_FORMAT_RGB;
    frame.width = static_cast<int>(image.width);
    frame.height = static_cast<int>(image.height);
    frame.pixels.resize(PNG_IMAGE_SIZE(image));
    const png_color white{255, 255, 255};
    good = png_image_finish_read(&image, &white, frame.pixels.data(), 0, nullptr) != 0;
  }
  png_image_free(&image);
  if (!good) return std::nullopt;
  return frame;
}

// The next number of a PNM head; comments run to the end of their line.
std::optional<int> take_number(std::string_view& text) {
  for (;;) {
    const auto start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return std::nullopt;
    text.remove_prefix(start);
    if (text.front() != '#') break;
    text.remove_prefix(std::min(text.find('\n'), text.size()));
  }
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

std::optional<ports::Frame> decode_pnm(ByteView bytes) {
  std::string_view text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  const std::size_t channels = text[1] == '6' ? 3 : 1;
  text.remove_prefix(2);
  const auto width = take_number(text);
  const auto height = take_number(text);
  const auto most = take_number(text);
  if (!width || !height || most != 255 || !plausible(*width, *height) || text.empty()) return std::nullopt;
  text.remove_prefix(1);
  const std::size_t pixels = static_cast<std::size_t>(*width) * *height;
  if (text.size() < pixels * channels) return std::nullopt;
  ports::Frame frame{*width, *height, 0, {}, Bytes(pixels * 3)};
  for (std::size_t i = 0; i < pixels; ++i)
    for (std::size_t c = 0; c < 3; ++c) frame.pixels[i * 3 + c] = static_cast<std::uint8_t>(text[channels == 3 ? i * 3 + c : i]);
  return frame;
}

}  // namespace

Result<ports::Frame> decode_jpeg(ByteView bytes) {
  jpeg_decompress_struct info{};
  JpegErrors errors{};
  ports::Frame frame;
  const bool good = read_jpeg(bytes, info, errors, frame);
  jpeg_destroy_decompress(&info);
  if (!good) return fail("jpeg_damaged", std::to_string(bytes.size()) + " bytes");
  return frame;
}

Result<ports::Frame> decode_image(ByteView bytes, const std::string& name) {
  const auto begins = [&](std::initializer_list<int> with) {
    return bytes.size() > with.size() + 8 && std::ranges::equal(with, bytes.first(with.size()));
  };
  std::optional<ports::Frame> frame;
  if (begins({0xFF, 0xD8, 0xFF})) {
    if (auto jpeg = decode_jpeg(bytes)) frame = std::move(*jpeg);
  } else if (begins({0x89, 'P', 'N', 'G'})) {
    frame = decode_png(bytes);
  } else if (begins({'P', '5'}) || begins({'P', '6'})) {
    frame = decode_pnm(bytes);
  } else {
    return fail("image_format_unknown", name + ": not PNG, JPEG, PGM or PPM");
  }
  if (!frame) return fail("image_damaged", name);
  return std::move(*frame);
}

Result<ports::Frame> read_image(const std::filesystem::path& path) {
  auto bytes = read_file(path);
  if (!bytes) return pass(bytes);
  return decode_image(*bytes, path.string());
}

ports::GreyImage to_grey(const ports::Frame& frame) {
  Bytes grey(static_cast<std::size_t>(frame.width) * frame.height);
  for (std::size_t i = 0; i < grey.size(); ++i) {
    const std::uint8_t* p = frame.pixels.data() + i * 3;
    grey[i] = static_cast<std::uint8_t>((299 * p[0] + 587 * p[1] + 114 * p[2] + 500) / 1000);
  }
  return {frame.width, frame.height, Secret::take(std::move(grey))};
}

}  // namespace omote::vision::camera
