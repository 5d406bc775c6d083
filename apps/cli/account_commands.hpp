// `omote account`: the login names (F0…) of the terminals at the national system.
#pragma once

#include <CLI/CLI.hpp>

namespace omote::cli {

void add_account_commands(CLI::App& app, int& exit_code);

}  // namespace omote::cli
