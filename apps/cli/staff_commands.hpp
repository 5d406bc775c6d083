// `omote staff`: the accounts of those who work at the console.
#pragma once

#include <CLI/CLI.hpp>

namespace omote::cli {

void add_staff_commands(CLI::App& app, int& exit_code);

}  // namespace omote::cli
