#include "base/kept_settings.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace omote {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBlank = " \t\r\n";

bool blank(std::string_view text) {
  return text.find_first_not_of(kBlank) == std::string_view::npos;
}

bool is_text(const std::string& text) {
  return is_utf8(text) &&
         std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 && c != '\t' && c != '\n' && c != '\r'; });
}

// The beginning of what stood there, in the middle of a line or without what is needed: nobody's edit.
bool cut_off(const std::string& text, const std::string& before, bool good) {
  if (!before.starts_with(text) || blank(std::string_view(before).substr(text.size()))) return false;
  return !good || text.back() != '\n';
}

// The same but for one bit: no finger does that.
bool bit_flipped(const std::string& text, const std::string& before) {
  if (text.size() != before.size()) return false;
  int bits = 0;
  for (std::size_t i = 0; i < text.size() && bits < 2; ++i)
    bits += std::popcount(static_cast<unsigned char>(text[i] ^ before[i]));
  return bits == 1;
}

// "" for a file that nothing but a person has touched.
std::string damage_of(const Result<Bytes>& bytes, const Result<void>& tried, const std::string& before) {
  if (!bytes) return bytes.error().reason.text() == "file_missing" ? "missing" : "";
  const auto text = as_text(*bytes);
  if (blank(text)) return "empty";
  if (!is_text(text)) return "not text";
  if (cut_off(text, before, tried.has_value())) return "cut off";
  if (!tried && bit_flipped(text, before)) return "a bit flipped";
  if (!tried && tried.error().reason.text() == "settings_not_toml") return "not TOML: " + tried.error().context;
  return "";
}

Result<void> try_text(const std::string& text, const fs::path& file, const std::function<Result<void>(TomlSettings&)>& read) {
  auto toml = TomlSettings::parse(text, file);
  if (!toml) return pass(toml);
  return read(*toml);
}

void write_anew(const fs::path& file, const std::string& contents) {
  std::error_code ignored;
  fs::rename(file, file.string() + ".damaged", ignored);
  if (const auto written = write_durably(file, as_bytes(contents), Replace::Yes, 0640); !written)
    log::warning("{}", describe(written.error()));
}

}  // namespace

fs::path kept_copy_of(const fs::path& file) {
  const char* state = std::getenv("STATE_DIRECTORY");
  const auto folder = state != nullptr && *state != '\0' ? fs::path(state) : file.parent_path();
  return folder / (file.filename().string() + ".kept");
}

Result<SettingsState> load_with_copy(const fs::path& file, const std::function<Result<void>(TomlSettings&)>& read) {
  auto copy = KeptFile::open(kept_copy_of(file), "omote-settings");
  const auto bytes = read_file(file, 1 << 20);
  auto tried = bytes ? try_text(as_text(*bytes), file, read) : TomlSettings::missing(describe(bytes.error()));
  auto damage = damage_of(bytes, tried, copy.contents());
  if (damage.empty()) {
    if (!tried) return pass(tried);
    const auto text = as_text(*bytes);
    if (const auto kept = text == copy.contents() ? Result<void>() : copy.save(text); !kept)
      log::warning("no copy of the settings is kept: {}", describe(kept.error()));
    return SettingsState{};
  }
  if (copy.contents().empty() || !try_text(copy.contents(), file, read)) {
    if (!tried) return pass(tried);
    return SettingsState{};
  }
  log::warning("settings: {} is damaged ({}): the last good copy stands for it", file.string(), damage);
  if (!damage.starts_with("not TOML")) write_anew(file, copy.contents());
  return SettingsState{Kept::Healed, std::move(damage)};
}

}  // namespace omote
