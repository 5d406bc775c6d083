// One settings file per program, checked with file, line and what is expected.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace omote {

// A setting that a program asked for.
struct AskedSetting {
  std::string key;
  std::string value;     // in use, written as in TOML
  bool in_file = false;  // as it stands there; else the default
};

// A wrong value does not throw: it is noted, the default is returned, and finish() tells all that was wrong at once.
class TomlSettings {
 public:
  // Reasons: settings_missing, settings_not_toml.
  [[nodiscard]] static Result<TomlSettings> open(const std::filesystem::path& path);
  // The same for a text that stands, or stood, in that file. Reason: settings_not_toml.
  [[nodiscard]] static Result<TomlSettings> parse(std::string_view text, const std::filesystem::path& path);
  // What open() says of a file that cannot be read; for those who read it themselves. Reason: settings_missing.
  [[nodiscard]] static Result<void> missing(std::string context);
  TomlSettings(TomlSettings&&) noexcept;
  TomlSettings& operator=(TomlSettings&&) noexcept;
  ~TomlSettings();

  // Keys are dotted ("national.url"). The three-argument forms are optional; need_* notes a missing key.
  [[nodiscard]] std::string text(std::string_view key, std::string_view otherwise, std::string_view expected);
  [[nodiscard]] std::string need_text(std::string_view key, std::string_view expected);
  [[nodiscard]] std::int64_t number(std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most);
  [[nodiscard]] bool flag(std::string_view key, bool otherwise);
  [[nodiscard]] std::vector<std::string> texts(std::string_view key);
  // One of the given words.
  [[nodiscard]] std::string word(std::string_view key, std::string_view otherwise, const std::vector<std::string>& allowed);
  // A path; a relative one is taken from the settings file's own folder.
  [[nodiscard]] std::filesystem::path path(std::string_view key, std::string_view otherwise);

  // The names of the tables inside a table ("terminals" -> the serial numbers).
  [[nodiscard]] std::vector<std::string> names(std::string_view key);
  // Notes a mistake that only the caller can see.
  void wrong(std::string_view key, std::string_view expected);

  // What was asked for so far, by key.
  [[nodiscard]] std::vector<AskedSetting> asked() const;

  // Names every unknown key and every noted mistake as "file:line: key: what is expected". Reason: settings_wrong.
  [[nodiscard]] Result<void> finish();

 private:
  struct Inside;
  explicit TomlSettings(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace omote
