// Settings of the form "[Section]" and "name=value", as the desktop and systemd write them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace omote::diagnosis {

// The last value of that name in that section; nothing when the file or the name is not there.
[[nodiscard]] std::optional<std::string> ini_value(const std::filesystem::path& file, std::string_view section,
                                                   std::string_view name);

}  // namespace omote::diagnosis
