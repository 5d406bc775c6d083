// omote message: the clinic's own words on the terminals' screens, and how they look.
#pragma once

#include <CLI/CLI.hpp>

namespace omote::cli {

void add_message_commands(CLI::App& app, int& exit_code);

}  // namespace omote::cli
