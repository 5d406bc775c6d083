// `omote update`: signed releases in, a verdict out, and the way back (docs/update.md).
#pragma once

#include <CLI/CLI.hpp>

namespace omote::cli {

void add_update_command(CLI::App& app, int& exit_code);

}  // namespace omote::cli
