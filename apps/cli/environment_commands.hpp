// `omote environment`: which environment of the national system is in use, and switching.
#pragma once

#include <CLI/CLI.hpp>

namespace omote::cli {

void add_environment_commands(CLI::App& app, int& exit_code);

}  // namespace omote::cli
