#include "sim/people/picture.hpp"

#include <png.h>

#include <algorithm>
#include <cmath>

namespace omote::sim::people {

const std::array<float, 256>& srgb_to_linear() {
  static const std::array<float, 256> kTable = [] {
    std::array<float, 256> t{};
    for (int i = 0; i < 256; ++i) {
      const double s = i / 255.0;
      t[i] = static_cast<float>(s <= .04045 ? s / 12.92 : std::pow((s + .055) / 1.055, 2.4));
    }
    return t;
  }();
  return kTable;
}

std::uint8_t linear_to_srgb(float value) {
  const double l = std::clamp(static_cast<double>(value), 0., 1.);
  const double s = l <= .0031308 ? 12.92 * l : 1.055 * std::pow(l, 1 / 2.4) - .055;
  return static_cast<std::uint8_t>(s * 255 + .5);
}

Vec3 Texture8::linear(float u, float v) const {
  const float fx = std::clamp(u * static_cast<float>(width) - .5F, 0.F, static_cast<float>(width - 1));
  const float fy = std::clamp(v * static_cast<float>(height) - .5F, 0.F, static_cast<float>(height - 1));
  const int x0 = static_cast<int>(fx), y0 = static_cast<int>(fy);
  const int x1 = std::min(x0 + 1, width - 1), y1 = std::min(y0 + 1, height - 1);
  const float ax = fx - static_cast<float>(x0), ay = fy - static_cast<float>(y0);
  const auto at = [&](int x, int y) {
    return rgba.data() + 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
  };
  const std::uint8_t *a = at(x0, y0), *b = at(x1, y0), *c = at(x0, y1), *d = at(x1, y1);
  const auto& lut = srgb_to_linear();
  const auto channel = [&](int k) {
    const float top = lut[a[k]] + (lut[b[k]] - lut[a[k]]) * ax, low = lut[c[k]] + (lut[d[k]] - lut[c[k]]) * ax;
    return top + (low - top) * ay;
  };
  return {channel(0), channel(1), channel(2)};
}

Result<Texture8> decode_png(ByteView png) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  Texture8 out;
  if (png_image_begin_read_from_memory(&image, png.data(), png.size()) != 0 && image.width <= 4096 && image.height <= 4096) {
    image.format = PNG_FORMAT_RGBA;
    out.width = static_cast<int>(image.width);
    out.height = static_cast<int>(image.height);
    out.rgba.resize(PNG_IMAGE_SIZE(image));
    if (png_image_finish_read(&image, nullptr, out.rgba.data(), 0, nullptr) != 0) return out;
  }
  std::string why = image.message;
  png_image_free(&image);
  return fail("people_png_unreadable", std::move(why));
}

Result<void> write_png(const std::filesystem::path& path, int width, int height, int channels, ByteView pixels) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  if (pixels.size() != PNG_IMAGE_SIZE(image) ||
      png_image_write_to_file(&image, path.c_str(), 0, pixels.data(), 0, nullptr) == 0) {
    return fail("people_png_unwritable", path.string());
  }
  return {};
}

}  // namespace omote::sim::people
