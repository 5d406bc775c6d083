// The programs as an installer leaves them on a clinic's machines: in a folder of their own, with what starts them, the libraries
// that they bring, the data of their parts, and the manifest of all of it.
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace omote::sim::scenario {

// Makes it in `root`: bin/ (programs), lib/ (libraries), lib/systemd/system/ (units), share/omote/models/ (a copy of `models`)
// and share/omote/manifest.json. Reasons: installation_not_made, and those of run_tool.
[[nodiscard]] Result<void> install(const std::filesystem::path& root, const std::filesystem::path& models);

}  // namespace omote::sim::scenario
