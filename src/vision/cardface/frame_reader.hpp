// One frame of the card-face camera: what lies there and, for a front, what its print says.
#pragma once

#include <optional>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "ports/card_face_port.hpp"
#include "vision/cardface/layout_match.hpp"
#include "vision/cardface/line_cut.hpp"
#include "vision/cardface/print_net.hpp"
#include "vision/cardface/profile.hpp"

namespace omote::vision::cardface {

// Why a frame gives no number.
enum class Doubt {
  None,
  NoCard,
  OtherCard,
  BackSide,
  Faint,  // too little contrast: dark, hazy, worn
  Blurred,
  Glare,        // bare card at the sensor's end where print should be
  BirthUnsure,  // the birth line leaves more than one reading
  ExpiryUnsure,
  CodeUnsure,
  Hole,             // a gap or a pale stretch in which a character may hide
  ExpiryDiffers,    // print and chip disagree
  BirthdayDiffers,  // day and month of birth are not those of the expiry
  WesternBirth      // no era on the card: the digits of number B are not known (reference/card-face.md §1)
};
[[nodiscard]] std::string_view to_string(Doubt doubt);

// The limits of reference/card-face.md §0.4, §5 and docs/card-face.md.
struct Strictness {
  double margin = 4.0;        // nats between the best reading and the next different one
  double margin_alone = 8.0;  // the same without the chip's expiry
  double least_contrast = 0.24;
  double least_sharpness = 0.075;
  double most_loss = 4.0;  // nats lost within one character's width
};

struct FrameReading {
  CardSide side = CardSide::Unknown;
  bool turned = false;
  bool sleeve = false;
  Doubt doubt = Doubt::NoCard;
  double margin = 0;  // least of the lines, nats; 0 when nothing was read
  Secret number_b;    // 14 digits whenever all lines gave a consistent reading, doubtful or not
  [[nodiscard]] bool accepted() const { return doubt == Doubt::None && !number_b.empty(); }
};

class FrameReader {
 public:
  FrameReader(Profile profile, PrintNet net, Strictness strictness = {});
  // Without `chip_expiry` the printed one is used, against stricter margins. Any thread.
  [[nodiscard]] FrameReading read(const ports::Frame& frame, const std::optional<Date>& chip_expiry) const;

 private:
  struct Lines;
  void read_print(const Lines& lines, const std::optional<Date>& chip_expiry, FrameReading& out) const;

  Profile profile_;
  LayoutMatcher matcher_;
  PrintNet net_;
  Strictness strictness_;
};

}  // namespace omote::vision::cardface
