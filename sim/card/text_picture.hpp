// Text as pictures, drawn with FreeType and Noto Sans CJK JP: the 1-bit PNGs that the card's face file holds.
#pragma once

#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace omote::sim::card {

// 8-bit grey, white is 255; specimen data only.
struct Canvas {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;
  Canvas(int w, int h) : width(w), height(h), pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), 255) {}
  void set(int x, int y, std::uint8_t value) {
    if (x >= 0 && y >= 0 && x < width && y < height)
      pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)] = value;
  }
};

// Draws one line of text with its em box at (x, y), without grey levels; variation selectors choose the glyph before them.
// Text that does not fit is cut. Returns the x behind the last glyph. Reasons: font_missing, font_unreadable.
[[nodiscard]] Result<int> draw_text(Canvas& canvas, std::string_view utf8, int x, int y, int em, std::uint8_t ink = 0);
// A PNG of bit depth 1, black on white. Reason: picture_not_made.
[[nodiscard]] Result<Bytes> to_png_1bit(const Canvas& canvas);
// One or more lines of `per_line` characters of `em` pixels in a picture of that size.
[[nodiscard]] Result<Bytes> text_png(std::string_view utf8, int width, int height, int em, std::size_t per_line);

}  // namespace omote::sim::card
