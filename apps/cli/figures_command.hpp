// omote figures: visits and troubles of a day or a month in numbers.
#pragma once

#include <CLI/CLI.hpp>

namespace omote::cli {

void add_figures_command(CLI::App& app, int& exit_code);

}  // namespace omote::cli
