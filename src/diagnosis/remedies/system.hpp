// Cures that the operating system carries out. Each blocks, with a limit of its own, and needs the right to do it: without it
// the failure says so, and the remedy's words tell a person.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace omote::diagnosis {

// Runs a program and waits. Reasons: command_not_given, command_failed (its exit status), command_time_out, and those of
// start_process.
[[nodiscard]] Result<void> run_command(const std::vector<std::string>& argv, std::chrono::milliseconds limit);

// The PC does not go to sleep by itself any more, from now on and after a restart. `root`: of the system's own files.
// Reason: sleep_not_switched_off.
[[nodiscard]] Result<void> switch_sleep_off(const std::filesystem::path& root);

// What an installation left behind, as the probe named it (paths; "package NAME"): paths are moved into the folder `aside`, from
// where a person can take them back, half removed packages are removed wholly. All that can be done is done; the first that
// cannot is the failure. Reasons: leftover_stays, and those of run_command.
[[nodiscard]] Result<void> put_aside(const std::vector<std::string>& leftovers, const std::filesystem::path& aside);

// Asks a program to end (it may save its work, and it may refuse) and waits a little until it has. Never forces it, never asks
// another one than the named. Reasons: holder_gone, holder_not_ours (somebody else's program, or none of that name),
// holder_stays.
[[nodiscard]] Result<void> ask_to_close(pid_t process, const std::string& program, std::chrono::milliseconds limit);

}  // namespace omote::diagnosis
