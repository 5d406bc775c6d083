// Calendar dates and the Japanese eras. g++ 12 has no calendar of its own to rely on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace omote {

struct Date {
  int year = 0;
  int month = 0;
  int day = 0;
  friend auto operator<=>(const Date&, const Date&) = default;
};

[[nodiscard]] bool is_real(const Date& date);
// "YYYYMMDD"; nothing when it is not eight digits or not a real day.
[[nodiscard]] std::optional<Date> parse_date(std::string_view eight_digits);
[[nodiscard]] std::string to_digits(const Date& date);  // YYYYMMDD
[[nodiscard]] std::string to_iso(const Date& date);     // YYYY-MM-DD
// Days since 1970-01-01 (proleptic Gregorian).
[[nodiscard]] std::int64_t to_days(const Date& date);
[[nodiscard]] Date from_days(std::int64_t days);
[[nodiscard]] Date add_months(const Date& date, int months);  // the last day of the month where the day is missing
[[nodiscard]] int age_at(const Date& birth, const Date& day);

enum class Era { Meiji, Taisho, Showa, Heisei, Reiwa };
struct EraYear {
  Era era;
  int year;  // 1 is 元年
};
// Boundaries: reference/card.md §1.4. Nothing before 1868-01-25.
[[nodiscard]] std::optional<EraYear> era_year(const Date& date);
// The first day of an era; the day after its last day (none for the present one).
[[nodiscard]] Date era_begin(Era era);
[[nodiscard]] std::string_view era_kanji(Era era);  // 明治 大正 昭和 平成 令和

// Number B: era year and month and day of birth, Gregorian year of expiry, security code (reference/card.md §1.4).
// Needs a birth after 1868-01-25 and four digits of code; nothing otherwise.
[[nodiscard]] std::optional<std::string> number_b_digits(const Date& birth, const Date& expiry, std::string_view code);

}  // namespace omote
