// What people may ask the catalogue for: a code with or without detail, a detail alone, a row, an incident number.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/incident/number.hpp"

namespace omote::cli {

struct Asked {
  std::vector<const catalogue::Entry*> entries;
  std::optional<incident::NumberFacts> incident;  // when an incident number was asked for
};

[[nodiscard]] Asked look_up(const catalogue::Catalogue& catalogue, std::string_view what, std::string_view detail);
// What may have been meant when nothing was found: spelt alike, or with those words in heading or causes; five at most.
[[nodiscard]] std::vector<const catalogue::Entry*> near(const catalogue::Catalogue& catalogue, std::string_view what);

}  // namespace omote::cli
