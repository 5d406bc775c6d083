#include "diagnosis/probes/ini_text.hpp"

#include <fstream>

namespace omote::diagnosis {

namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<std::string> ini_value(const std::filesystem::path& file, std::string_view section, std::string_view name) {
  std::ifstream lines(file);
  const auto heading = "[" + std::string(section) + "]";
  std::optional<std::string> value;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    const auto text = trim(line);
    if (text.starts_with('[')) inside = text == heading;
    const auto equals = text.find('=');
    if (!inside || equals == std::string_view::npos || text.starts_with('#') || text.starts_with(';')) continue;
    if (trim(text.substr(0, equals)) == name) value = trim(text.substr(equals + 1));
  }
  return value;
}

}  // namespace omote::diagnosis
