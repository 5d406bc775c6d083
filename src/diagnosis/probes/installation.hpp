// What lies around our programs: leftovers of other installations, packages waiting to be installed, versions.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "diagnosis/probes/manifest.hpp"

namespace omote::diagnosis {

// Files and packages of ours that belong to no installation in use: other versions' programs in our folders, programs in other
// places where they would be found first, settings that a package left aside, packages half removed. `manifest` may be nothing.
[[nodiscard]] std::vector<std::string> leftovers(const std::filesystem::path& root, const Manifest* manifest);

// "none", "whole" or "damaged": the packages in a download folder. A package is whole when its length is what it says inside,
// and its checksum that of the file beside it (NAME.sha256), where there is one.
[[nodiscard]] std::string downloaded_package(const std::filesystem::path& folder);

// "1.2.10" is newer than "1.2.9"; what is no number counts as 0.
[[nodiscard]] bool is_older(std::string_view version, std::string_view than);

}  // namespace omote::diagnosis
