// Textures and PNG.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "sim/people/geometry.hpp"

namespace omote::sim::people {

// sRGB with alpha, four bytes per texel, row by row from the top.
struct Texture8 {
  int width = 0;
  int height = 0;
  Bytes rgba;

  // The texel at (u, v), both 0 to 1; outside is clamped.
  [[nodiscard]] const std::uint8_t* nearest(float u, float v) const {
    int x = static_cast<int>(u * static_cast<float>(width)), y = static_cast<int>(v * static_cast<float>(height));
    x = x < 0 ? 0 : x >= width ? width - 1 : x;
    y = y < 0 ? 0 : y >= height ? height - 1 : y;
    return rgba.data() + 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
  }
  // Bilinear, in linear light.
  [[nodiscard]] Vec3 linear(float u, float v) const;
};

// sRGB byte -> linear 0..1.
[[nodiscard]] const std::array<float, 256>& srgb_to_linear();
[[nodiscard]] std::uint8_t linear_to_srgb(float value);

// 8-bit grey, palette, RGB or RGBA. Reason: people_png_unreadable.
[[nodiscard]] Result<Texture8> decode_png(ByteView png);
// channels 1 or 3. Reason: people_png_unwritable.
[[nodiscard]] Result<void> write_png(const std::filesystem::path& path, int width, int height, int channels, ByteView pixels);

}  // namespace omote::sim::people
