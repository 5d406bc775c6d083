// A program's settings file, looked at by another program.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/toml_settings.hpp"

namespace omote {

// Only looks: for those who check a file that is another program's, as it stands or, with a text, as it would stand. What the
// program asks for comes back. Reasons: those of TomlSettings.
template <class Settings>
[[nodiscard]] Result<std::vector<AskedSetting>> look_at_settings(const std::filesystem::path& file,
                                                                 const std::optional<std::string>& text,
                                                                 Result<void> (*read)(TomlSettings&, Settings&)) {
  auto toml = text ? TomlSettings::parse(*text, file) : TomlSettings::open(file);
  if (!toml) return pass(toml);
  Settings settings;
  if (auto good = read(*toml, settings); !good) return pass(good);
  return toml->asked();
}

}  // namespace omote
