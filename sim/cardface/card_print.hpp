// Specimen cards as pictures: front and back after the layout profile, and cards that are something else. Everything is
// fictitious; 見本 SPECIMEN stands in red on every card.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <string>

#include "base/date.hpp"
#include "base/result.hpp"
#include "ports/image.hpp"
#include "sim/personas/persona.hpp"
#include "vision/cardface/profile.hpp"

namespace omote::sim::cardface {

inline constexpr double kDrawingScale = 14.0;  // pixels per millimetre of a drawn card

// What stands on one card.
struct CardPrint {
  std::string name, address;
  Date birth;
  bool western_birth = false;  // foreign residents: 1990年…
  char sex = '1';              // '1' 男, '2' 女
  Date expiry;
  std::string code;           // 4 digits
  std::string serial;         // 16 characters 0-9 A-F
  ports::GreyImage portrait;  // empty: a silhouette
};
[[nodiscard]] CardPrint card_print(const personas::Persona& persona);

// How one printer printed it.
struct PrintStyle {
  std::string font = "noto-sans";
  enum class Pad { None, Half, Full } pad = Pad::Half;  // before one-digit numbers
  double shift_x = 0, shift_y = 0;                      // millimetres, all print alike
  double size = 1.0;
  double ink = 0.12;       // brightness of full ink, 0 black … 1 paper
  double embolden = 0;     // ems
  std::uint64_t seed = 1;  // background pattern and its colours
  double wear = 0;         // 0 new … 1 much rubbed
};

struct DrawnCard {
  cv::Mat front, back;  // CV_8UC3, RGB, kDrawingScale; corners are not cut
};
// Reasons: no_japanese_font, font_unusable.
[[nodiscard]] Result<DrawnCard> draw_card(const vision::cardface::Profile& profile, const CardPrint& print,
                                          const PrintStyle& style);
// A card of another kind (bank, shop, hospital …), ID-1, front and back; `kind` picks one of five.
[[nodiscard]] Result<DrawnCard> draw_other_card(int kind, std::uint64_t seed);

// The printed dates: 平成 2年 7月 9日生, 2031年 7月 9日まで有効.
[[nodiscard]] std::u32string birth_text(const CardPrint& print, PrintStyle::Pad pad);
[[nodiscard]] std::u32string expiry_text(const CardPrint& print, PrintStyle::Pad pad);

}  // namespace omote::sim::cardface
