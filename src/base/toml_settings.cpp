#include "base/toml_settings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "base/file.hpp"
#include "base/toml_library.hpp"

namespace omote {

struct TomlSettings::Inside {
  std::filesystem::path file;
  toml::table table;
  std::set<std::string, std::less<>> known;
  std::map<std::string, std::string, std::less<>> defaults;  // of what was asked for and is not in the file, as TOML
  std::vector<std::string> mistakes;

  toml::node_view<toml::node> find(std::string_view key) {
    known.emplace(key);
    return table.at_path(key);
  }
  // What counts for a key that the file leaves out.
  template <class Value>
  void otherwise(std::string_view key, const Value& value) {
    std::ostringstream out;
    out << toml::value<Value>(value);
    defaults.insert_or_assign(std::string(key), out.str());
  }
  void wrong(std::string_view key, const toml::node* node, std::string_view expected) {
    const auto line = node != nullptr ? node->source().begin.line : 0;
    mistakes.push_back(line > 0 ? fmt::format("{}:{}: {}: expected {}", file.string(), line, key, expected)
                                : fmt::format("{}: {} is missing: expected {}", file.string(), key, expected));
  }
  [[nodiscard]] bool has_known_below(const std::string& section) const {
    return std::ranges::any_of(known, [&](const std::string& key) { return key.starts_with(section + "."); });
  }
  void note_unknown(const toml::table& part, const std::string& prefix) {
    for (const auto& [name, node] : part) {
      const auto key = prefix + std::string(name.str());
      if (known.contains(key)) continue;
      if (const auto* inner = node.as_table(); inner != nullptr && (!inner->empty() || has_known_below(key))) {
        note_unknown(*inner, key + ".");
      } else {
        mistakes.push_back(fmt::format("{}:{}: {} is not a setting; known here: {}", file.string(), node.source().begin.line, key,
                                       fmt::join(known, ", ")));
      }
    }
  }
};

TomlSettings::TomlSettings(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
TomlSettings::TomlSettings(TomlSettings&&) noexcept = default;
TomlSettings& TomlSettings::operator=(TomlSettings&&) noexcept = default;
TomlSettings::~TomlSettings() = default;

Result<TomlSettings> TomlSettings::open(const std::filesystem::path& path) {
  auto contents = read_file(path, 1 << 20);
  if (contents) return parse(as_text(*contents), path);
  auto failed = missing(describe(contents.error()));
  return pass(failed);
}

Result<void> TomlSettings::missing(std::string context) {
  return fail("settings_missing", std::move(context));
}

Result<TomlSettings> TomlSettings::parse(std::string_view text, const std::filesystem::path& path) {
  auto parsed = toml::parse(text, path.string());
  if (!parsed) {
    const auto& error = parsed.error();
    return fail("settings_not_toml", fmt::format("{}:{}: {}", path.string(), error.source().begin.line, error.description()));
  }
  auto inside = std::make_unique<Inside>();
  inside->file = path;
  inside->table = std::move(parsed).table();
  return TomlSettings(std::move(inside));
}

std::string TomlSettings::text(std::string_view key, std::string_view otherwise, std::string_view expected) {
  const auto node = inside_->find(key);
  inside_->otherwise(key, std::string(otherwise));
  if (!node) return std::string(otherwise);
  if (const auto value = node.value<std::string>()) return *value;
  inside_->wrong(key, node.node(), expected);
  return std::string(otherwise);
}

std::string TomlSettings::need_text(std::string_view key, std::string_view expected) {
  const auto node = inside_->find(key);
  const auto value = node.value<std::string>();
  if (!value || value->empty()) inside_->wrong(key, node.node(), expected);
  return value.value_or("");
}

std::int64_t TomlSettings::number(std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
  const auto node = inside_->find(key);
  inside_->otherwise(key, otherwise);
  if (!node) return otherwise;
  const auto value = node.value_exact<std::int64_t>();
  if (value && *value >= least && *value <= most) return *value;
  inside_->wrong(key, node.node(), fmt::format("a whole number from {} to {}", least, most));
  return otherwise;
}

bool TomlSettings::flag(std::string_view key, bool otherwise) {
  const auto node = inside_->find(key);
  inside_->otherwise(key, otherwise);
  if (!node) return otherwise;
  if (const auto value = node.value_exact<bool>()) return *value;
  inside_->wrong(key, node.node(), "true or false");
  return otherwise;
}

std::vector<std::string> TomlSettings::texts(std::string_view key) {
  const auto node = inside_->find(key);
  std::vector<std::string> result;
  if (!node) return result;
  const auto* array = node.as_array();
  if (array == nullptr) {
    inside_->wrong(key, node.node(), "a list of texts");
    return result;
  }
  for (const auto& item : *array) {
    if (const auto value = item.value<std::string>()) {
      result.push_back(*value);
    } else {
      inside_->wrong(key, &item, "a text");
    }
  }
  return result;
}

std::string TomlSettings::word(std::string_view key, std::string_view otherwise, const std::vector<std::string>& allowed) {
  const auto expected = fmt::format("one of {}", fmt::join(allowed, ", "));
  auto value = text(key, otherwise, expected);
  if (std::ranges::find(allowed, value) != allowed.end()) return value;
  inside_->wrong(key, inside_->find(key).node(), expected);
  return std::string(otherwise);
}

std::filesystem::path TomlSettings::path(std::string_view key, std::string_view otherwise) {
  std::filesystem::path value = text(key, otherwise, "a path");
  if (value.empty() || value.is_absolute()) return value;
  return inside_->file.parent_path() / value;
}

std::vector<std::string> TomlSettings::names(std::string_view key) {
  std::vector<std::string> result;
  const auto node = inside_->table.at_path(key);
  if (const auto* table = node.as_table()) {
    for (const auto& [name, inner] : *table) {
      if (inner.is_table()) result.emplace_back(name.str());
    }
  }
  return result;
}

void TomlSettings::wrong(std::string_view key, std::string_view expected) {
  inside_->wrong(key, inside_->find(key).node(), expected);
}

std::vector<AskedSetting> TomlSettings::asked() const {
  std::vector<AskedSetting> all;
  for (const auto& key : inside_->known) {
    const auto node = inside_->table.at_path(key);
    const auto standard = inside_->defaults.find(key);
    if (!node) {
      all.push_back({key, standard == inside_->defaults.end() ? "" : standard->second, false});
      continue;
    }
    std::ostringstream out;
    node.visit([&](const auto& value) { out << value; });
    all.push_back({key, out.str(), true});
  }
  return all;
}

Result<void> TomlSettings::finish() {
  inside_->note_unknown(inside_->table, "");
  if (inside_->mistakes.empty()) return {};
  return fail("settings_wrong", fmt::format("{}", fmt::join(inside_->mistakes, "\n")));
}

}  // namespace omote
