// The time that an HTTP answer bears.
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace omote::diagnosis {

// Of "Date: Sun, 06 Nov 1994 08:49:37 GMT" in the answer's header; nothing when it has none, or one of another form.
[[nodiscard]] std::optional<WallTime> date_of_answer(std::string_view answer);

}  // namespace omote::diagnosis
