// The host's settings, for a program that only looks: no copy is kept, nothing is healed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/toml_settings.hpp"

namespace omote::host {

// Every mistake at once, as load_settings tells them; of a good file what the program reads there. With a text: as if that
// stood in the file.
[[nodiscard]] Result<std::vector<AskedSetting>> check_settings(const std::filesystem::path& file,
                                                               const std::optional<std::string>& text = std::nullopt);

}  // namespace omote::host
