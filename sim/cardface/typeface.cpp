#include "sim/cardface/typeface.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

namespace omote::sim::cardface {

namespace {

// Where the top of the em box stands above the baseline, in ems: the custom of Japanese type.
constexpr double kEmTop = 0.88;

std::vector<FontFile> known_fonts() {
  const std::string open = "/usr/share/fonts/opentype/";
  const std::string true_type = "/usr/share/fonts/truetype/";
  const std::string ume = true_type + "horai-umefont/ume-";
  using enum FontUse;
  std::vector<FontFile> fonts{
      {"noto-sans", open + "noto/NotoSansCJK-Regular.ttc", 0, Training},
      {"noto-sans-bold", open + "noto/NotoSansCJK-Bold.ttc", 0, Training},
      {"noto-mono", open + "noto/NotoSansCJK-Regular.ttc", 5, Training},
      {"noto-serif", open + "noto/NotoSerifCJK-Regular.ttc", 0, Training},
      {"ipa-gothic", open + "ipafont-gothic/ipag.ttf", 0, Training},
      {"ipa-p-gothic", open + "ipafont-gothic/ipagp.ttf", 0, Training},
      {"ipa-mincho", open + "ipafont-mincho/ipam.ttf", 0, Training},
      {"ipa-p-mincho", open + "ipafont-mincho/ipamp.ttf", 0, Training},
      {"vl-gothic", true_type + "vlgothic/VL-Gothic-Regular.ttf", 0, Training},
      {"vl-p-gothic", true_type + "vlgothic/VL-PGothic-Regular.ttf", 0, Training},
      {"ume-gothic", ume + "tgo4.ttf", 0, Test},
      {"ume-p-gothic", ume + "pgo5.ttf", 0, Test},
      {"ume-mincho", ume + "tmo3.ttf", 0, Test},
      {"ume-hy-gothic", ume + "hgo4.ttf", 0, Test},
      {"motoya", true_type + "motoya-l-cedar/MTLc3m.ttf", 0, Test},
      {"ipaex-gothic", open + "ipaexfont-gothic/ipaexg.ttf", 0, Extra},
      {"ipaex-mincho", open + "ipaexfont-mincho/ipaexm.ttf", 0, Extra},
      {"takao-p-gothic", true_type + "takao-gothic/TakaoPGothic.ttf", 0, Extra},
      {"migmix-1p", true_type + "migmix/migmix-1p-regular.ttf", 0, Extra},
      {"migmix-2m", true_type + "migmix/migmix-2m-regular.ttf", 0, Extra},
      {"sawarabi-gothic", true_type + "sawarabi-gothic/sawarabi-gothic-medium.ttf", 0, Extra},
      {"sawarabi-mincho", true_type + "sawarabi-mincho/sawarabi-mincho-medium.ttf", 0, Extra},
      {"komatuna", true_type + "komatuna/komatuna.ttf", 0, Extra},
      {"dejavu-sans", true_type + "dejavu/DejaVuSans.ttf", 0, Extra, false},
      {"dejavu-mono", true_type + "dejavu/DejaVuSansMono.ttf", 0, Extra, false},
      {"dejavu-serif", true_type + "dejavu/DejaVuSerif.ttf", 0, Extra, false},
      {"liberation-sans", true_type + "liberation/LiberationSans-Regular.ttf", 0, Extra, false},
      {"liberation-mono", true_type + "liberation/LiberationMono-Regular.ttf", 0, Extra, false},
      {"liberation-serif", true_type + "liberation/LiberationSerif-Regular.ttf", 0, Extra, false},
      {"free-mono", true_type + "freefont/FreeMonoBold.ttf", 0, Extra, false},
      {"free-sans", true_type + "freefont/FreeSans.ttf", 0, Extra, false},
      {"roboto", true_type + "roboto/unhinted/RobotoTTF/Roboto-Regular.ttf", 0, Extra, false},
  };
  for (const char* weight : {"Mplus1-Regular", "Mplus1-Medium", "Mplus2-Regular", "Mplus1Code-Regular", "MplusCode60-Medium"})
    fonts.push_back({weight, open + "mplus/" + weight + ".otf", 0, Training});
  return fonts;
}

}  // namespace

std::vector<FontFile> installed_fonts() {
  std::vector<FontFile> fonts = known_fonts();
  std::erase_if(fonts, [](const FontFile& f) {
    std::error_code ignored;
    return !std::filesystem::exists(f.path, ignored);
  });
  return fonts;
}

Result<FontFile> find_font(std::string_view name) {
  const std::vector<FontFile> fonts = installed_fonts();
  for (const std::string_view wanted : {name, std::string_view("noto-sans")})
    for (const FontFile& font : fonts)
      if (font.name == wanted) return font;
  for (const FontFile& font : fonts)
    if (font.japanese) return font;
  return fail("no_japanese_font", "install fonts-noto-cjk");
}

struct Typeface::Impl {
  FT_Library library = nullptr;
  FT_Face face = nullptr;
  ~Impl() {
    if (face) FT_Done_Face(face);
    if (library) FT_Done_FreeType(library);
  }
};

Typeface::Typeface(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Typeface::Typeface(Typeface&&) noexcept = default;
Typeface& Typeface::operator=(Typeface&&) noexcept = default;
Typeface::~Typeface() = default;

Result<Typeface> Typeface::open(const FontFile& file) {
  auto impl = std::make_unique<Impl>();
  if (FT_Init_FreeType(&impl->library) != 0 || FT_New_Face(impl->library, file.path.c_str(), file.face, &impl->face) != 0)
    return fail("font_unusable", file.path);
  return Typeface(std::move(impl));
}

bool Typeface::has(char32_t character) const {
  return FT_Get_Char_Index(impl_->face, character) != 0;
}

namespace {

void blend(cv::Mat& coverage, const FT_Bitmap& bitmap, int left, int top) {
  for (unsigned row = 0; row < bitmap.rows; ++row) {
    const int y = top + static_cast<int>(row);
    if (y < 0 || y >= coverage.rows) continue;
    const unsigned char* from = bitmap.buffer + static_cast<std::ptrdiff_t>(row) * bitmap.pitch;
    std::uint8_t* to = coverage.ptr<std::uint8_t>(y);
    for (unsigned column = 0; column < bitmap.width; ++column) {
      const int x = left + static_cast<int>(column);
      if (x >= 0 && x < coverage.cols) to[x] = std::max(to[x], from[column]);
    }
  }
}

}  // namespace

double Typeface::draw(cv::Mat& coverage, std::u32string_view text, cv::Point2d at, const TextStyle& style,
                      std::vector<GlyphSpan>* spans) {
  FT_Face face = impl_->face;
  FT_Set_Char_Size(face, 0, std::lround(style.em * 64), 72, 72);
  const double baseline = at.y + kEmTop * style.em;
  double pen = at.x;
  for (const char32_t character : text) {
    const FT_UInt index = FT_Get_Char_Index(face, character);
    double advance = character == U'　' ? style.em : 0.5 * style.em;
    if (index != 0 && character != U' ' && FT_Load_Glyph(face, index, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) == 0) {
      FT_GlyphSlot slot = face->glyph;
      advance = static_cast<double>(slot->linearHoriAdvance) / 65536.0;
      if (!coverage.empty() && slot->format == FT_GLYPH_FORMAT_OUTLINE) {
        if (style.embolden != 0) FT_Outline_Embolden(&slot->outline, std::lround(style.embolden * 64));
        if (style.squeeze != 1.0) {
          const FT_Matrix squeeze{std::lround(style.squeeze * 65536), 0, 0, 65536};
          FT_Outline_Transform(&slot->outline, &squeeze);
        }
        const double x = std::floor(pen);
        const double y = std::floor(baseline);
        FT_Outline_Translate(&slot->outline, std::lround((pen - x) * 64), -std::lround((baseline - y) * 64));
        if (FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) == 0)
          blend(coverage, slot->bitmap, static_cast<int>(x) + slot->bitmap_left, static_cast<int>(y) - slot->bitmap_top);
      }
    }
    const double step = advance * style.squeeze + style.spacing;
    if (spans) spans->push_back({character, pen, pen + step - style.spacing});
    pen += step;
  }
  return pen;
}

double Typeface::measure(std::u32string_view text, const TextStyle& style) {
  cv::Mat none;
  return draw(none, text, {0, 0}, style);
}

}  // namespace omote::sim::cardface
