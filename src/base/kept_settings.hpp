// A program's settings file and the last good copy of it: damage by a power cut or a dying disk must not keep the program
// from starting. A person's mistake is told, not corrected.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/kept_file.hpp"
#include "base/toml_settings.hpp"

namespace omote {

struct SettingsState {
  Kept kept = Kept::Whole;  // Healed: the copy stands for the file
  std::string damage;       // what was wrong: "missing", "empty", "not text", "cut off", "a bit flipped", "not TOML: …"
};

// Where the copy lies: in $STATE_DIRECTORY when the system gave one, else beside the settings file; "NAME.kept".
[[nodiscard]] std::filesystem::path kept_copy_of(const std::filesystem::path& file);

// Gives the file's settings to `read`, which takes what it needs and answers with finish(). A good file becomes the copy.
// A damaged one is put aside ("FILE.damaged") and written anew from the copy; one that is merely not TOML stays for the person
// who edits it, and the copy stands for it until then. Without a copy, and for mistakes in keys and values, it fails.
// Reasons: those of TomlSettings.
[[nodiscard]] Result<SettingsState> load_with_copy(const std::filesystem::path& file,
                                                   const std::function<Result<void>(TomlSettings&)>& read);

// The same for a program's settings as a whole: `read` fills them, and they carry what became of the file in `state`.
template <class Settings>
[[nodiscard]] Result<Settings> load_with_copy(const std::filesystem::path& file, Result<void> (*read)(TomlSettings&, Settings&)) {
  Settings settings;
  auto state = load_with_copy(file, [&](TomlSettings& toml) {
    settings = Settings();
    return read(toml, settings);
  });
  if (!state) return pass(state);
  settings.state = std::move(*state);
  return settings;
}

}  // namespace omote
