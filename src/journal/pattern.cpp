#include "journal/pattern.hpp"

namespace omote::journal {

Pattern::Pattern(std::string_view text) {
  int bracket = 0;
  int inside = 0;
  std::string now;
  const auto end_text = [&] {
    if (!now.empty()) parts_.push_back({false, now, inside});
    now.clear();
  };
  for (const char c : text) {
    switch (c) {
      case '[':
        end_text();
        inside = ++bracket;
        break;
      case ']':
        end_text();
        inside = 0;
        break;
      case '{': end_text(); break;
      case '}':
        parts_.push_back({true, now, inside});
        now.clear();
        break;
      default: now += c;
    }
  }
  end_text();
}

std::string Pattern::fill(const Value& value) const {
  std::string all;
  std::string part;  // of the running bracket
  int bracket = 0;
  bool whole = true;
  const auto close = [&] {
    if (whole) all += part;
    part.clear();
    whole = true;
  };
  for (const auto& piece : parts_) {
    if (piece.bracket != bracket) close();
    bracket = piece.bracket;
    if (!piece.is_field) {
      part += piece.text;
      continue;
    }
    const auto text = value(piece.text);
    whole = whole && (!text.empty() || bracket == 0);
    part += text;
  }
  close();
  return all;
}

std::vector<std::string> Pattern::fields() const {
  std::vector<std::string> names;
  for (const auto& part : parts_) {
    if (part.is_field) names.push_back(part.text);
  }
  return names;
}

}  // namespace omote::journal
