// The version of all programs of one build.
#pragma once

#include <string_view>

namespace omote {

inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace omote
