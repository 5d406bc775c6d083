// The version of all programs of one build, and versions as numbers that can be compared.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace omote {

// The project's in CMakeLists.txt, or that of the package being made.
extern const std::string_view kVersion;

// "1.2.3", each number at most 999: nobody can lift it so far that no later release is newer.
struct Version {
  int major_number = 0, minor_number = 0, patch = 0;
  auto operator<=>(const Version&) const = default;
};
[[nodiscard]] std::optional<Version> parse_version(std::string_view text);
[[nodiscard]] std::string to_string(Version version);

}  // namespace omote
