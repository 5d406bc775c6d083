// What the decoded lines mean: dates as printed, and whether they agree with each other and with the chip.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "vision/cardface/decoder.hpp"
#include "vision/cardface/line_image.hpp"

namespace omote::vision::cardface {

struct PrintedBirth {
  bool western = false;
  int era_year = 0;  // as number B has it
  Date date;
};
// Nothing when the day does not exist or lies outside its era.
[[nodiscard]] std::optional<PrintedBirth> parse_birth(std::u32string_view text);
[[nodiscard]] std::optional<Date> parse_expiry(std::u32string_view text);

// The card ends on a birthday; someone born on 29 February may read 28 February or 1 March
// (reference/card-face.md "Layout and formats").
[[nodiscard]] bool same_birthday(const Date& birth, const Date& expiry);

// A character may hide in a gap of this line: wider than its neighbours explain, or beside a stretch whose ground or
// whose strokes are paler than the rest of the line (reference/card-face.md §5.3).
[[nodiscard]] bool may_hide_character(const Reading& reading, const LineImage& line);

}  // namespace omote::vision::cardface
