// `omote explain` and `omote catalogue`: errors and situations in words. They need neither host nor network.
#pragma once

#include <CLI/CLI.hpp>

namespace omote::cli {

void add_catalogue_commands(CLI::App& app, int& exit_code);

}  // namespace omote::cli
