// omote log: what happened, from the journal.
#pragma once

#include <CLI/CLI.hpp>

namespace omote::cli {

// Adds `log` to the program. exit_code becomes 1 when the journal cannot be read, 2 when a time is no time.
void add_journal_commands(CLI::App& app, int& exit_code);

}  // namespace omote::cli
