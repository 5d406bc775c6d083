// Questions that can block for ever are asked by a child, omote-probe, that is killed when it takes too long.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace omote::diagnosis {

// What the child wrote. Reasons: probe_time_out (killed), probe_not_started (omote-probe is not beside this program),
// probe_child_failed, probe_without_pipe.
[[nodiscard]] Result<std::string> ask_child(const std::vector<std::string>& question, std::chrono::milliseconds time);

}  // namespace omote::diagnosis
