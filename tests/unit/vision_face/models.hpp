// Where the tests find the networks' weights: made by tools/models/set-up.sh, which ./dev test calls first.
#pragma once

#include <cstdlib>
#include <filesystem>

namespace omote::tests {

inline std::filesystem::path models_directory() {
  const char* set = std::getenv("OMOTE_MODELS");
  return set && *set ? std::filesystem::path(set) : std::filesystem::path(OMOTE_SOURCE_DIR) / "build/data/models";
}

}  // namespace omote::tests
