// Private to national/https: untrusted JSON, read strictly. Includes nlohmann-json: few translation units should.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace omote::national::https {

using Json = nlohmann::ordered_json;

// Nothing when it is no JSON in UTF-8, nests deeper than 16, or names a field twice in one object.
[[nodiscard]] std::optional<Json> parse_strictly(std::string_view text);

}  // namespace omote::national::https
