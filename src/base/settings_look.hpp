// A program's settings file, looked at by another program.
#pragma once

#include <filesystem>

#include "base/toml_settings.hpp"

namespace omote {

// Only looks: for those who check a file that is another program's. Reasons: those of TomlSettings.
template <class Settings>
[[nodiscard]] Result<Settings> look_at_settings(const std::filesystem::path& file,
                                                Result<void> (*read)(TomlSettings&, Settings&)) {
  auto toml = TomlSettings::open(file);
  if (!toml) return pass(toml);
  Settings settings;
  if (auto good = read(*toml, settings); !good) return pass(good);
  return settings;
}

}  // namespace omote
