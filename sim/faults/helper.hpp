// What several faults need.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <vector>

#include "base/bytes.hpp"
#include "base/process.hpp"
#include "base/result.hpp"

namespace omote::sim::faults {

// A process and all that it started, itself first.
[[nodiscard]] std::vector<pid_t> family_of(pid_t pid);
// Whether the process stands still after SIGSTOP.
[[nodiscard]] bool is_stopped(pid_t pid);
// Whether it runs no more, though its parent may not have noticed yet.
[[nodiscard]] bool is_dead(pid_t pid);
// Starts a program that says a line on standard output when it does its work; waits for the line. Reason: helper_silent.
[[nodiscard]] Result<Process> start_helper(Command command);
// Puts bytes into a file in place, as a crash leaves them: no care, no rename. Reason: fault_not_injected.
[[nodiscard]] Result<void> overwrite(const std::filesystem::path& file, ByteView contents);

}  // namespace omote::sim::faults
