#include "base/toml_edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "base/toml_library.hpp"

namespace omote {

namespace {

// Where a place that toml++ names stands in the text: lines from 1, columns from 1 in characters, not bytes.
std::size_t offset_of(std::string_view text, const toml::source_position& place) {
  std::size_t at = 0;
  for (toml::source_index line = 1; line < place.line && at < text.size(); ++line) {
    const auto end = text.find('\n', at);
    at = end == std::string_view::npos ? text.size() : end + 1;
  }
  const auto begins_character = [&](std::size_t where) { return (static_cast<unsigned char>(text[where]) & 0xC0) != 0x80; };
  for (toml::source_index column = 1; column < place.column && at < text.size(); ++column) {
    for (++at; at < text.size() && !begins_character(at);) ++at;
  }
  return at;
}

bool is_bare(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

bool is_key(std::string_view key) {
  while (true) {
    const auto dot = key.find('.');
    if (!is_bare(key.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    key.remove_prefix(dot + 1);
  }
}

bool is_value(std::string_view value) {
  // A line of its own, so that nothing behind the value is taken for more settings.
  if (value.find('\n') != std::string_view::npos) return false;
  const auto parsed = toml::parse(fmt::format("x = {}\n", value));
  return parsed && parsed.table().size() == 1;
}

// Behind the last line of a section that is not empty, so that blank lines before the next section stay there.
std::size_t end_of_section(std::string_view text, const toml::table& section) {
  auto last = section.source().begin.line;
  for (const auto& [name, node] : section) {
    if (!node.is_table() && !node.is_array_of_tables()) last = std::max(last, node.source().end.line);
  }
  return offset_of(text, {last + 1, 1});
}

Result<std::string> inserted(std::string_view text, const toml::table& all, std::string_view key, std::string_view value) {
  const auto dot = key.rfind('.');
  const auto line = fmt::format("{} = {}\n", key.substr(dot == std::string_view::npos ? 0 : dot + 1), value);
  std::string changed(text);
  if (!changed.empty() && changed.back() != '\n') changed += '\n';
  if (dot == std::string_view::npos) return line + changed;
  const auto section = key.substr(0, dot);
  const auto* table = all.at_path(section).as_table();
  const bool headed = table != nullptr && !table->is_inline() && table->source().begin.line > 0 &&
                      changed[offset_of(changed, table->source().begin)] == '[';
  if (!headed) return changed + fmt::format("\n[{}]\n{}", section, line);
  changed.insert(end_of_section(changed, *table), line);
  return changed;
}

}  // namespace

std::string toml_quoted(std::string_view text) {
  std::ostringstream out;
  out << toml::value<std::string>(std::string(text));
  return out.str();
}

Result<std::string> toml_with(std::string_view text, std::string_view key, std::string_view value) {
  const auto parsed = toml::parse(text);
  if (!parsed) return fail("text_not_toml", std::string(parsed.error().description()));
  if (!is_value(value)) return fail("value_not_toml", std::string(value));
  const auto node = is_key(key) ? parsed.table().at_path(key) : toml::node_view<const toml::node>();
  if (!is_key(key) || node.is_table() || node.is_array_of_tables())
    return fail("key_not_a_setting", fmt::format("{}: expected a section and a name in it, as output.folder", key));
  if (!node) return inserted(text, parsed.table(), key, value);
  const auto& source = node.node()->source();
  const auto begin = offset_of(text, source.begin), end = offset_of(text, source.end);
  std::string changed(text);
  changed.replace(begin, end - begin, value);
  return changed;
}

}  // namespace omote
