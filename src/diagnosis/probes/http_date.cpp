#include "diagnosis/probes/http_date.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <string>

namespace omote::diagnosis {

namespace {

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string_view field(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const auto end = header.find("\r\n");
    const auto line = header.substr(0, end);
    const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
    if (line.size() > name.size() && line[name.size()] == ':' && std::ranges::equal(line.substr(0, name.size()), name, same)) {
      auto value = line.substr(name.size() + 1);
      while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
      return value;
    }
    if (line.empty() || end == std::string_view::npos) break;
    header.remove_prefix(end + 2);
  }
  return {};
}

}  // namespace

std::optional<WallTime> date_of_answer(std::string_view answer) {
  const std::string text(field(answer, "date"));
  int day = 0, year = 0, hour = 0, minute = 0, second = 0;
  std::array<char, 4> month{};
  if (std::sscanf(text.c_str(), "%*3s, %2d %3s %4d %2d:%2d:%2d GMT", &day, month.data(), &year, &hour, &minute, &second) != 6) {
    return std::nullopt;
  }
  const auto at = std::ranges::find(kMonths, std::string_view(month.data()));
  const Date date{year, static_cast<int>(at - kMonths.begin()) + 1, day};
  if (at == kMonths.end() || !is_real(date) || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return WallTime(std::chrono::hours(24 * to_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                  std::chrono::seconds(second));
}

}  // namespace omote::diagnosis
