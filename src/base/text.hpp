// Text: UTF-8, CP932 (what the receipt computers call Shift_JIS), half-width and full-width kana.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace omote {

struct Cp932Text {
  std::string bytes;
  std::vector<char32_t> replaced;  // characters outside CP932, each written as ● (U+25CF)
};
// By the system's iconv "CP932" (reference/online-eligibility.md §3.1); never fails, replaces and says so.
[[nodiscard]] Cp932Text to_cp932(std::string_view utf8);
// Undecodable bytes become U+FFFD.
[[nodiscard]] std::string from_cp932(std::string_view bytes);

[[nodiscard]] bool is_utf8(std::string_view text);
[[nodiscard]] std::u32string to_code_points(std::string_view utf8);  // wrong bytes become U+FFFD
[[nodiscard]] std::string to_utf8(std::u32string_view text);

// ﾔﾏﾀﾞ ﾀﾛｳ -> ヤマダ　タロウ, and back (voiced marks joined and split; blanks change width too).
[[nodiscard]] std::string kana_to_full_width(std::string_view utf8);
[[nodiscard]] std::string kana_to_half_width(std::string_view utf8);

// The form in which texts are compared when people search: small letters, full-width letters and digits as plain ones,
// half-width kana as full-width ones, hiragana as katakana.
[[nodiscard]] std::string to_search_form(std::string_view utf8);
// One line that shows what it holds: control characters, line ends and signs that turn the direction of writing become
// \u{…}, wrong bytes U+FFFD; longer texts end with "…".
[[nodiscard]] std::string to_one_line(std::string_view utf8, std::size_t most_characters = 2000);

}  // namespace omote
