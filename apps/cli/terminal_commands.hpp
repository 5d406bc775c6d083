// `omote terminal`: how each terminal is, starting and stopping check-in, restarting, the plan.
#pragma once

#include <CLI/CLI.hpp>

namespace omote::cli {

void add_terminal_commands(CLI::App& app, int& exit_code);
// `omote visit`: a visit that runs goes to another terminal.
void add_visit_commands(CLI::App& app, int& exit_code);

}  // namespace omote::cli
