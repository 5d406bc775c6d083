// Ids of the catalogue in words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace omote::journal {

struct Name {
  std::string ja, en;
};
// The title of a cause or remedy (by the field that holds its id); nothing when the catalogue has none.
[[nodiscard]] std::optional<Name> name_of(std::string_view field, const std::string& id);
// The heading of an entry, by row or else by code and detail.
[[nodiscard]] std::optional<Name> heading_of(const std::string& row, const std::string& code, const std::string& detail);

}  // namespace omote::journal
