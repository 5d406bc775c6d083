#include "sim/card/text_picture.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <filesystem>
#include <memory>

#include "base/text.hpp"

namespace omote::sim::card {
namespace {

constexpr auto* kFont = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";  // face 0 is the Japanese one

using Library = std::unique_ptr<FT_LibraryRec_, decltype([](FT_Library library) { FT_Done_FreeType(library); })>;
using Face = std::unique_ptr<FT_FaceRec_, decltype([](FT_Face face) { FT_Done_Face(face); })>;

struct Font {
  Library library;
  Face face;
};

Result<Font> open_font(int em) {
  if (!std::filesystem::exists(kFont)) return fail("font_missing", std::string(kFont) + ": install fonts-noto-cjk");
  FT_Library library = nullptr;
  FT_Init_FreeType(&library);
  Font font{.library = Library(library), .face = nullptr};
  FT_Face face = nullptr;
  if (FT_New_Face(library, kFont, 0, &face) != 0) return fail("font_unreadable", kFont);
  font.face = Face(face);
  FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(em));
  return font;
}

bool is_variation_selector(char32_t c) {
  return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

void draw_glyph(Canvas& canvas, const FT_GlyphSlot glyph, int x, int baseline, std::uint8_t ink) {
  const auto& bitmap = glyph->bitmap;
  for (int row = 0; row < static_cast<int>(bitmap.rows); ++row) {
    for (int column = 0; column < static_cast<int>(bitmap.width); ++column) {
      const auto byte = bitmap.buffer[row * bitmap.pitch + column / 8];
      if ((byte >> (7 - column % 8) & 1) != 0)
        canvas.set(x + glyph->bitmap_left + column, baseline - glyph->bitmap_top + row, ink);
    }
  }
}

void append_png(png_structp png, png_bytep data, png_size_t size) {
  append(*static_cast<Bytes*>(png_get_io_ptr(png)), {data, size});
}

}  // namespace

Result<int> draw_text(Canvas& canvas, std::string_view utf8, int x, int y, int em, std::uint8_t ink) {
  const auto font = open_font(em);
  if (!font) return std::unexpected(font.error());
  const auto text = to_code_points(utf8);
  const int baseline = y + em * 22 / 25;  // the em box of this font: 0.88 above the base line, 0.12 below
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_variation_selector(text[i])) continue;
    auto index = FT_Get_Char_Index(font->face.get(), text[i]);
    if (i + 1 < text.size() && is_variation_selector(text[i + 1])) {
      const auto variant = FT_Face_GetCharVariantIndex(font->face.get(), text[i], text[i + 1]);
      if (variant != 0) index = variant;
    }
    if (FT_Load_Glyph(font->face.get(), index, FT_LOAD_RENDER | FT_LOAD_TARGET_MONO) != 0) continue;
    draw_glyph(canvas, font->face->glyph, x, baseline, ink);
    x += static_cast<int>(font->face->glyph->advance.x >> 6);
  }
  return x;
}

Result<Bytes> to_png_1bit(const Canvas& canvas) {
  Bytes png_bytes;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  std::vector<std::uint8_t> row(static_cast<std::size_t>(canvas.width + 7) / 8);
  if (setjmp(png_jmpbuf(png)) != 0) {
    png_destroy_write_struct(&png, &info);
    return fail("picture_not_made", "PNG");
  }
  png_set_write_fn(png, &png_bytes, append_png, nullptr);
  png_set_IHDR(png, info, static_cast<png_uint_32>(canvas.width), static_cast<png_uint_32>(canvas.height), 1, PNG_COLOR_TYPE_GRAY,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  for (int y = 0; y < canvas.height; ++y) {
    std::ranges::fill(row, std::uint8_t{0});
    for (int x = 0; x < canvas.width; ++x) {
      if (canvas.pixels[static_cast<std::size_t>(y * canvas.width + x)] > 127)
        row[static_cast<std::size_t>(x / 8)] |= static_cast<std::uint8_t>(0x80 >> x % 8);
    }
    png_write_row(png, row.data());
  }
  png_write_end(png, nullptr);
  png_destroy_write_struct(&png, &info);
  return png_bytes;
}

Result<Bytes> text_png(std::string_view utf8, int width, int height, int em, std::size_t per_line) {
  Canvas canvas(width, height);
  const auto text = to_code_points(utf8);
  int y = 0;
  for (std::size_t from = 0; from < text.size(); y += em + em / 4) {
    std::size_t to = from;
    for (std::size_t count = 0; to < text.size(); ++to) {
      if (!is_variation_selector(text[to]) && ++count > per_line) break;
    }
    if (auto drawn = draw_text(canvas, to_utf8(text.substr(from, to - from)), 0, y, em); !drawn)
      return std::unexpected(drawn.error());
    from = to;
  }
  return to_png_1bit(canvas);
}

}  // namespace omote::sim::card
