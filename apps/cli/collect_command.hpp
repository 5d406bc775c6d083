// omote collect: the bundle for the support desk, with the host or without it.
#pragma once

#include <CLI/CLI.hpp>

namespace omote::cli {

// Adds `collect` to the program. exit_code becomes 1 when no bundle could be made, 2 when a time is no time.
void add_collect_command(CLI::App& app, int& exit_code);

}  // namespace omote::cli
