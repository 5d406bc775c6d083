#include "base/date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace omote {

namespace {

struct EraStart {
  Era era;
  Date first;
  std::string_view kanji;
};

constexpr std::array<EraStart, 5> kEras{{{Era::Meiji, {1868, 1, 25}, "明治"},
                                         {Era::Taisho, {1912, 7, 30}, "大正"},
                                         {Era::Showa, {1926, 12, 25}, "昭和"},
                                         {Era::Heisei, {1989, 1, 8}, "平成"},
                                         {Era::Reiwa, {2019, 5, 1}, "令和"}}};

bool is_leap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in_month(int year, int month) {
  static constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

bool is_real(const Date& date) {
  return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= days_in_month(date.year, date.month);
}

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 8 || !all_digits(text)) return std::nullopt;
  const Date date{number(text.substr(0, 4)), number(text.substr(4, 2)), number(text.substr(6, 2))};
  if (!is_real(date)) return std::nullopt;
  return date;
}

std::string to_digits(const Date& date) {
  return fmt::format("{:04}{:02}{:02}", date.year, date.month, date.day);
}
std::string to_iso(const Date& date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

// Civil-from-days arithmetic with years that begin in March, so that the leap day is the last of the year.
std::int64_t to_days(const Date& date) {
  const std::int64_t y = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

Date from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t m = (5 * day_of_year + 2) / 153;
  const int day = static_cast<int>(day_of_year - (153 * m + 2) / 5 + 1);
  const int month = static_cast<int>(m < 10 ? m + 3 : m - 9);
  return {static_cast<int>(year_of_era + era * 400) + (month <= 2 ? 1 : 0), month, day};
}

Date add_months(const Date& date, int months) {
  const int total = date.year * 12 + date.month - 1 + months;
  const int year = total / 12;
  const int month = total % 12 + 1;
  return {year, month, std::min(date.day, days_in_month(year, month))};
}

int age_at(const Date& birth, const Date& day) {
  const bool before_birthday = std::pair(day.month, day.day) < std::pair(birth.month, birth.day);
  return day.year - birth.year - (before_birthday ? 1 : 0);
}

std::optional<EraYear> era_year(const Date& date) {
  for (auto era = kEras.rbegin(); era != kEras.rend(); ++era) {
    if (date >= era->first) return EraYear{era->era, date.year - era->first.year + 1};
  }
  return std::nullopt;
}

Date era_begin(Era era) {
  return kEras[static_cast<std::size_t>(era)].first;
}
std::string_view era_kanji(Era era) {
  return kEras[static_cast<std::size_t>(era)].kanji;
}

std::optional<std::string> number_b_digits(const Date& birth, const Date& expiry, std::string_view code) {
  const auto year = era_year(birth);
  if (!year || code.size() != 4 || !all_digits(code)) return std::nullopt;
  return fmt::format("{:02}{:02}{:02}{:04}{}", year->year, birth.month, birth.day, expiry.year, code);
}

}  // namespace omote
