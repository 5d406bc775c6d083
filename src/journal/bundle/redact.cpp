#include "journal/bundle/redact.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace omote::journal::bundle {

namespace {

constexpr std::size_t kDigits = 12;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// Places, ports, ways: what a support desk needs. Names of people and clinics, and all that is new, are not among them.
constexpr std::array<std::string_view, 32> kHarmless{"institution_code",
                                                     "languages",
                                                     "folder",
                                                     "port",
                                                     "pages",
                                                     "discovery_address",
                                                     "discovery_port",
                                                     "trust",
                                                     "environment",
                                                     "way",
                                                     "host",
                                                     "ca",
                                                     "certificate",
                                                     "key",
                                                     "req_folder",
                                                     "res_folder",
                                                     "time_out_ms",
                                                     "encoding",
                                                     "fhir",
                                                     "fhir_folder",
                                                     "reader",
                                                     "login",
                                                     "serial",
                                                     "model",
                                                     "page_port",
                                                     "link_address",
                                                     "link_port",
                                                     "face",
                                                     "card_face",
                                                     "models",
                                                     "beacon_address",
                                                     "beacon_port"};

std::string trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1));
}

bool is_key(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return is_word(c) || c == '-' || c == '.'; });
}

// A whole value on one line: "text", number, true, or ["a", "b"]. What is behind it is dropped.
std::string whole_value(std::string_view text) {
  if (text.empty()) return {};
  const char close = text.front() == '"' ? '"' : text.front() == '\'' ? '\'' : text.front() == '[' ? ']' : '\0';
  if (close != '\0') {
    const auto end = text.find(close, 1);
    return end == std::string_view::npos || text.substr(0, 3) == R"(""")" ? std::string() : std::string(text.substr(0, end + 1));
  }
  return trim(text.substr(0, text.find('#')));
}

}  // namespace

bool is_individual_number(std::string_view twelve_digits) {
  if (twelve_digits.size() != kDigits || !std::ranges::all_of(twelve_digits, is_digit)) return false;
  int sum = 0;
  for (int n = 1; n <= 11; ++n) {
    const int weight = n <= 6 ? n + 1 : n - 5;
    sum += weight * (twelve_digits[static_cast<std::size_t>(11 - n)] - '0');
  }
  const int rest = sum % 11;
  return twelve_digits[11] - '0' == (rest <= 1 ? 0 : 11 - rest);
}

void redact_numbers(std::string& text, Redactions& told) {
  // A run of twelve digits has one at every twelfth place: most of a line is never looked at.
  for (std::size_t i = kDigits - 1; i < text.size(); i += kDigits) {
    if (!is_digit(text[i])) continue;
    std::size_t begin = i;
    while (begin > 0 && is_digit(text[begin - 1])) --begin;
    std::size_t end = i + 1;
    while (end < text.size() && is_digit(text[end])) ++end;
    const bool alone = (begin == 0 || !is_word(text[begin - 1])) && (end == text.size() || !is_word(text[end]));
    if (!alone || !is_individual_number(std::string_view(text).substr(begin, end - begin))) continue;
    text.replace(begin, end - begin, "(12 digits)");
    ++told["individual_number"];
    i = begin;
  }
}

std::string redact_settings(std::string_view toml, Redactions& told) {
  std::string result;
  while (!toml.empty()) {
    const auto end = std::min(toml.find('\n'), toml.size());
    const auto line = trim(toml.substr(0, end));
    toml.remove_prefix(std::min(end + 1, toml.size()));
    const auto equals = line.find('=');
    const auto key = trim(std::string_view(line).substr(0, equals));
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[' && equals == std::string::npos && is_key(trim(line.substr(1, line.find(']') - 1)))) {
      result += line.substr(0, line.find(']') + 1) + "\n";
    } else if (equals == std::string::npos || !is_key(key)) {
      result += "# a line that is no setting was left out\n";
      ++told["settings_lines"];
    } else {
      const auto name = key.substr(key.rfind('.') == std::string::npos ? 0 : key.rfind('.') + 1);
      const auto value = whole_value(trim(std::string_view(line).substr(equals + 1)));
      const bool stays = std::ranges::find(kHarmless, name) != kHarmless.end() && !value.empty();
      result += key + " = " + (stays ? to_one_line(value) : "\"(redacted)\"") + "\n";
      if (!stays) ++told["settings_values"];
    }
  }
  redact_numbers(result, told);
  return result;
}

}  // namespace omote::journal::bundle
