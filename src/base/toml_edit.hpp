// One value of a settings file changed where it stands; comments, order and everything else stay as people wrote them.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace omote {

// A TOML text that says `key` = `value`, where the key is dotted ("output.folder") and the value is written as in TOML (8601,
// "text", ["ja", "en"]). A key that is not there yet comes to the end of its section, a missing section to the end of the
// text. Reasons: text_not_toml, value_not_toml, key_not_a_setting (a section, or not names with dots).
[[nodiscard]] Result<std::string> toml_with(std::string_view text, std::string_view key, std::string_view value);

// A text as a TOML value, in quotes.
[[nodiscard]] std::string toml_quoted(std::string_view text);

}  // namespace omote
