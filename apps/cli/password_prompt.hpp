// Passwords on the command line: never an argument, for those stand in the list of processes and in the shell's history.
#pragma once

#include <optional>
#include <string>

#include "apps/cli/host_client.hpp"

namespace omote::cli {

// Typed without being shown; from a pipe, one line.
[[nodiscard]] std::string read_password(const std::string& question);
// The same, asked for twice at a terminal. Nothing when it was typed differently the second time; that has been said.
[[nodiscard]] std::optional<std::string> read_new_password(const HostClient& host, const std::string& question);

}  // namespace omote::cli
