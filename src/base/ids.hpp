// Names for things: visits, link sessions, incidents. They carry no personal data.
#pragma once

#include <string>

#include "base/clock.hpp"

namespace omote {

// 26 characters, sortable by time (48 bits of milliseconds, 80 random bits), Crockford's base 32.
[[nodiscard]] std::string new_id(WallTime now);

}  // namespace omote
