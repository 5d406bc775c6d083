#include <algorithm>
#include <charconv>
#include <cstdio>

#include "ports/log_port.hpp"

namespace omote::ports {

namespace {

constexpr std::size_t kMostRecords = 10'000;
constexpr std::size_t kLongest = 400;  // characters of a value

std::optional<WallTime> moment(std::string text) {
  if (text.ends_with("+09:00")) text.resize(text.size() - 6);
  JstTime time;
  int used = 0;
  char separator = 'T';
  const int parts = std::sscanf(text.c_str(), "%4d-%2d-%2d%n%c%2d:%2d%n:%2d%n", &time.date.year, &time.date.month, &time.date.day,
                                &used, &separator, &time.hour, &time.minute, &used, &time.second, &used);
  const bool whole = (parts == 3 || parts == 6 || parts == 7) && static_cast<std::size_t>(used) == text.size();
  const bool good = whole && (separator == 'T' || separator == ' ') && is_real(time.date) && time.hour >= 0 && time.hour < 24 &&
                    time.minute >= 0 && time.minute < 60 && time.second >= 0 && time.second < 60;
  return good ? std::optional(from_jst(time)) : std::nullopt;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > INT64_MAX) return std::nullopt;
  return value;
}

// "90m", "12h", "3d".
std::optional<std::chrono::milliseconds> length(std::string_view text) {
  const auto count = number(text.substr(0, text.size() - 1));
  if (!count || *count > 100'000) return std::nullopt;
  switch (text.back()) {
    case 'm': return std::chrono::minutes(*count);
    case 'h': return std::chrono::hours(*count);
    case 'd': return std::chrono::hours(24 * *count);
    default: return std::nullopt;
  }
}

std::optional<LogLevel> level(std::string_view text) {
  if (text == "info") return LogLevel::Info;
  if (text == "warning") return LogLevel::Warning;
  if (text == "error") return LogLevel::Error;
  return std::nullopt;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// %E3%81%82 and + of an address's query; a percent sign without two digits stands for itself.
std::string decode(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool two = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    if (two) {
      result += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      result += text[i] == '+' ? ' ' : text[i];
    }
  }
  return result;
}

// What is expected, or nothing when the value was good.
std::string_view set(LogFilter& filter, std::string_view name, const std::string& value, WallTime now) {
  for (const auto& [word, field] : {std::pair("since", &filter.since), std::pair("until", &filter.until)}) {
    if (name != word) continue;
    *field = moment(value);
    if (const auto before = length(value); !*field && before) *field = now - *before;
    return *field ? "" : "2026-11-22, 2026-11-22T09:30, 2026-11-22T09:30:00, or 90m, 12h, 3d for so long ago";
  }
  for (const auto& [word, field] :
       {std::pair("visit", &filter.visit), std::pair("terminal", &filter.terminal), std::pair("type", &filter.type),
        std::pair("incident", &filter.incident), std::pair("code", &filter.code), std::pair("text", &filter.text)}) {
    if (name != word) continue;
    *field = value;
    return value.size() <= kLongest ? "" : "400 bytes at most";
  }
  for (const auto& [word, field] : {std::pair("before", &filter.before), std::pair("after", &filter.after)}) {
    if (name != word) continue;
    const auto value_number = number(value);
    *field = value_number.value_or(0);
    return value_number ? "" : "the sequence number of a record";
  }
  if (name == "level") {
    const auto word = level(value);
    filter.level = word.value_or(LogLevel::Info);
    return word ? "" : "info, warning or error";
  }
  if (name == "most") {
    const auto count = number(value);
    const bool good = count && *count >= 1 && *count <= kMostRecords;
    filter.most = good ? *count : filter.most;
    return good ? "" : "a number from 1 to 10000";
  }
  return "one of since, until, visit, terminal, type, incident, level, code, text, before, after, most";
}

}  // namespace

Result<void> set_condition(LogFilter& filter, std::string_view name, const std::string& value, WallTime now) {
  if (value.empty()) return {};
  const auto expected = set(filter, name, value, now);
  if (expected.empty()) return {};
  return fail("log_filter_wrong", std::string(name) + "=" + value.substr(0, 60) + ": expected " + std::string(expected));
}

Result<LogFilter> filter_of_query(std::string_view target, WallTime now) {
  LogFilter filter;
  const auto mark = target.find('?');
  auto rest = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    const auto part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto equals = std::min(part.find('='), part.size());
    const auto value = part.substr(std::min(equals + 1, part.size()));
    if (auto set = set_condition(filter, decode(part.substr(0, equals)), decode(value), now); !set) return pass(set);
  }
  return filter;
}

}  // namespace omote::ports
