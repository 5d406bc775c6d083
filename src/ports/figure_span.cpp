#include <algorithm>
#include <string>

#include "ports/log_port.hpp"

namespace omote::ports {

namespace {

// The value of one part of a query; nothing when it is not there.
std::optional<std::string_view> part(std::string_view target, std::string_view name) {
  const auto mark = target.find('?');
  auto rest = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    const auto one = rest.substr(0, end);
    if (one.starts_with(name) && one.substr(name.size()).starts_with('=')) return one.substr(name.size() + 1);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return std::nullopt;
}

// "2026-11-27" without its dashes; nothing when they stand elsewhere.
std::optional<std::string> digits(std::string_view text, std::size_t size) {
  if (text.size() != size || text[4] != '-' || (size == 10 && text[7] != '-')) return std::nullopt;
  std::string all(text);
  std::erase(all, '-');
  return all.size() == size - (size == 10 ? 2 : 1) ? std::optional(all) : std::nullopt;
}

std::optional<FigureSpan> month_of(std::string_view text) {
  const auto plain = digits(text, 7);
  const auto first = plain ? parse_date(*plain + "01") : std::nullopt;
  if (!first) return std::nullopt;
  return FigureSpan{*first, from_days(to_days(add_months(*first, 1)) - 1), true};
}

std::optional<FigureSpan> day_of(std::string_view text) {
  const auto plain = digits(text, 10);
  const auto day = plain ? parse_date(*plain) : std::nullopt;
  if (!day) return std::nullopt;
  return FigureSpan{*day, *day, false};
}

}  // namespace

Result<FigureSpan> figure_span_of_query(std::string_view target, WallTime now) {
  const auto month = part(target, "month");
  const auto day = part(target, "day");
  if (!month && !day) return FigureSpan{to_jst(now).date, to_jst(now).date, false};
  const auto span = month ? month_of(*month) : day_of(*day);
  if (!span) return fail("figures_span_wrong", month ? "month" : "day");
  return *span;
}

}  // namespace omote::ports
