// The version of all programs of one build: the project's in CMakeLists.txt, or that of the package being made.
#pragma once

#include <string_view>

namespace omote {

extern const std::string_view kVersion;

}  // namespace omote
