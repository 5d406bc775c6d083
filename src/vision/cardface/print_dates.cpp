#include "vision/cardface/print_dates.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace omote::vision::cardface {

namespace {

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

// Takes digits from the front; -1 when there are none.
int take_number(std::u32string_view& text) {
  int value = -1;
  while (!text.empty() && is_digit(text.front())) {
    value = std::max(value, 0) * 10 + static_cast<int>(text.front() - U'0');
    text.remove_prefix(1);
  }
  return value;
}

bool take(std::u32string_view& text, char32_t c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Date> take_date(std::u32string_view& text, int year) {
  if (!take(text, U'年')) return std::nullopt;
  const int month = take_number(text);
  if (!take(text, U'月')) return std::nullopt;
  const int day = take_number(text);
  if (!take(text, U'日')) return std::nullopt;
  const Date date{year, month, day};
  return is_real(date) ? std::optional(date) : std::nullopt;
}

std::optional<Era> era_of(std::u32string_view text) {
  constexpr std::u32string_view kFirst = U"明大昭平令";
  const std::size_t at = text.empty() ? std::u32string_view::npos : kFirst.find(text.front());
  if (at == std::u32string_view::npos) return std::nullopt;
  return static_cast<Era>(at);
}

}  // namespace

std::optional<PrintedBirth> parse_birth(std::u32string_view text) {
  PrintedBirth birth;
  const std::optional<Era> era = era_of(text);
  if (!era) {
    birth.western = true;
    const int year = take_number(text);
    const auto date = take_date(text, year);
    if (!date) return std::nullopt;
    birth.date = *date;
    return birth;
  }
  text.remove_prefix(std::min<std::size_t>(2, text.size()));
  birth.era_year = take(text, U'元') ? 1 : take_number(text);
  if (birth.era_year < 1) return std::nullopt;
  const auto date = take_date(text, era_begin(*era).year + birth.era_year - 1);
  if (!date) return std::nullopt;
  const std::optional<EraYear> real = era_year(*date);
  if (!real || real->era != *era) return std::nullopt;
  birth.date = *date;
  return birth;
}

std::optional<Date> parse_expiry(std::u32string_view text) {
  const int year = take_number(text);
  return take_date(text, year);
}

bool same_birthday(const Date& birth, const Date& expiry) {
  if (birth.month == expiry.month && birth.day == expiry.day) return true;
  const bool leap_born = birth.month == 2 && birth.day == 29;
  return leap_born && ((expiry.month == 2 && expiry.day == 28) || (expiry.month == 3 && expiry.day == 1));
}

namespace {

constexpr double kEm = kLineEm;

// Mean strength of the strokes within half a digit of `x`.
double stroke_strength(const cv::Mat& ink, double x) {
  const int begin = std::max(0, static_cast<int>(x - 6));
  const int end = std::min(ink.cols, static_cast<int>(x + 7));
  if (end <= begin) return 0;
  std::vector<float> values;
  for (int y = 0; y < ink.rows; ++y)
    for (int c = begin; c < end; ++c) values.push_back(ink.at<float>(y, c));
  const std::size_t count = 24;
  if (values.size() < count) return 0;
  std::nth_element(values.begin(), values.begin() + count, values.end(), std::greater<>());
  return static_cast<double>(values[count]);
}

double ground(const cv::Mat& background, double from, double to) {
  const int begin = std::clamp(static_cast<int>(from), 0, background.cols - 1);
  const int end = std::clamp(static_cast<int>(to) + 1, begin + 1, background.cols);
  return cv::mean(background.colRange(begin, end))[0];
}

}  // namespace

bool may_hide_character(const Reading& reading, const LineImage& line) {
  const std::size_t count = reading.text.size();
  if (count < 2) return true;
  std::vector<double> strengths;
  for (const double x : reading.places) strengths.push_back(stroke_strength(line.ink, x));
  std::vector<double> sorted = strengths;
  std::ranges::sort(sorted);
  const double usual = sorted[count / 2];
  if (sorted.front() < 0.42 * usual) return true;
  const double level = ground(line.background, reading.places.front(), reading.places.back());
  for (std::size_t i = 0; i + 1 < count; ++i) {
    const bool left = is_digit(reading.text[i]);
    const bool right = is_digit(reading.text[i + 1]);
    const double gap = reading.places[i + 1] - reading.places[i];
    const double usual_gap = kEm * (0.5 * ((left ? 0.5 : 1.0) + (right ? 0.5 : 1.0)));
    // A blank may stand before a one-digit number.
    const bool pad = !left && right && (i + 2 >= count || !is_digit(reading.text[i + 2]));
    const double excess = (gap - usual_gap) / kEm;
    if (excess > (pad ? 1.3 : 0.62)) return true;
    if (excess > 0.3) {
      const double here = ground(line.background, reading.places[i] + 0.4 * kEm, reading.places[i + 1] - 0.25 * kEm);
      if (std::abs(here - level) > 0.11 * level) return true;
      if (std::min(strengths[i], strengths[i + 1]) < 0.6 * usual) return true;
    }
  }
  return false;
}

}  // namespace omote::vision::cardface
