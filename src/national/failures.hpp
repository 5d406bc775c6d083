// The failures that both ways to the national system can meet; each is raised here and nowhere else.
#pragma once

#include <string>

#include "base/result.hpp"

namespace omote::national {

[[nodiscard]] std::unexpected<Failure> unreachable(std::string context);
[[nodiscard]] std::unexpected<Failure> timed_out(std::string context);
[[nodiscard]] std::unexpected<Failure> unreadable(std::string context);

}  // namespace omote::national
