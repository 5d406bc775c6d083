// What the card-face camera sees: the print on the card's front, read into number B.
#pragma once

#include <optional>
#include <string_view>

#include "base/date.hpp"
#include "base/secret.hpp"
#include "ports/image.hpp"

namespace omote::ports {

enum class CardFaceSight {
  Nothing,   // no card in view
  Other,     // a card, but not a My Number card
  Back,      // turned over
  Sleeve,    // still in its sleeve
  Unclear,   // located, but not readable: blur, glare, dirt, wear
  Western,   // the birth year is printed in the western calendar: the era year of number B is not on this card
  Mismatch,  // print and chip disagree (expiry)
  Reading,   // located and readable, more frames wanted
  Agreed     // two frames agree and the checks hold
};
[[nodiscard]] constexpr std::string_view to_string(CardFaceSight sight) {
  switch (sight) {
    case CardFaceSight::Nothing: return "nothing";
    case CardFaceSight::Other: return "other";
    case CardFaceSight::Back: return "back";
    case CardFaceSight::Sleeve: return "sleeve";
    case CardFaceSight::Unclear: return "unclear";
    case CardFaceSight::Western: return "western";
    case CardFaceSight::Mismatch: return "mismatch";
    case CardFaceSight::Reading: return "reading";
    case CardFaceSight::Agreed: return "agreed";
  }
  return "nothing";
}

struct CardFaceProgress {
  CardFaceSight sight = CardFaceSight::Nothing;
  std::optional<Secret> number_b;  // 14 digits, only with Agreed
};

// Used by one thread; begin, observe for each frame, end.
class CardFacePort {
 public:
  virtual ~CardFacePort() = default;
  // The expiry as the chip tells it without PIN (reference/card-face.md §5); without it nothing is ever Agreed.
  virtual void begin(std::optional<Date> chip_expiry) = 0;
  [[nodiscard]] virtual CardFaceProgress observe(const Frame& frame) = 0;
  virtual void end() = 0;  // forgets and wipes
};

}  // namespace omote::ports
