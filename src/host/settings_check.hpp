// The host's settings, for a program that only looks: no copy is kept, nothing is healed.
#pragma once

#include "host/settings.hpp"

namespace omote::host {

// Every mistake at once, as load_settings tells them.
[[nodiscard]] Result<Settings> check_settings(const std::filesystem::path& file);

}  // namespace omote::host
