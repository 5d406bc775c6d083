// `omote settings`: what stands in a program's settings file, and what counts where it says nothing; one value changed there.
#pragma once

#include <CLI/CLI.hpp>

namespace omote::cli {

void add_settings_commands(CLI::App& app, int& exit_code);

}  // namespace omote::cli
