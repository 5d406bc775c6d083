// Fonts for specimen prints: Debian's Japanese fonts, drawn by FreeType at fractions of a pixel.
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace omote::sim::cardface {

// Training fonts teach the print reader; Test fonts are kept away from it, so that accuracy is measured on strangers.
enum class FontUse { Training, Test, Extra };
struct FontFile {
  std::string name;  // short, stable: "noto-sans", "ume-gothic"
  std::string path;
  int face = 0;  // index within a collection
  FontUse use = FontUse::Training;
  bool japanese = true;  // false: Latin digits only
};
// Those of the known list that this machine has. Extra ones only widen the training.
[[nodiscard]] std::vector<FontFile> installed_fonts();
// The first installed of: the named one, Noto Sans, any Japanese one.
[[nodiscard]] Result<FontFile> find_font(std::string_view name);

struct GlyphSpan {
  char32_t character = 0;
  double begin = 0;  // the advance cell, pixels
  double end = 0;
};

struct TextStyle {
  double em = 20;        // pixels
  double spacing = 0;    // added after every character, pixels
  double embolden = 0;   // added stroke width, pixels; negative thins
  double squeeze = 1.0;  // horizontal scale of glyphs and advances
};

// One face of one font file. Not for two threads at once.
class Typeface {
 public:
  // Reasons: font_unusable.
  static Result<Typeface> open(const FontFile& file);
  Typeface(Typeface&&) noexcept;
  Typeface& operator=(Typeface&&) noexcept;
  ~Typeface();

  [[nodiscard]] bool has(char32_t character) const;
  // Draws into an 8-bit coverage picture (255 = full ink, taking the larger value), `at` being the top left corner of the
  // first em box. Characters that the font lacks take half an em of blank. Returns the pen's end and, if asked, the cells.
  double draw(cv::Mat& coverage, std::u32string_view text, cv::Point2d at, const TextStyle& style,
              std::vector<GlyphSpan>* spans = nullptr);
  [[nodiscard]] double measure(std::u32string_view text, const TextStyle& style);

 private:
  struct Impl;
  explicit Typeface(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace omote::sim::cardface
