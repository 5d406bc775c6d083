// The commands that `omote` offers beside those in files of their own name.
#pragma once

#include <CLI/CLI.hpp>

namespace omote::cli {

// `omote status`: what the host shows on its console, in words or as JSON.
void add_status_command(CLI::App& app, int& exit_code);
// `omote doctor`: causes of what is wrong now, with the facts for and against, and the next step.
void add_doctor_command(CLI::App& app, int& exit_code);
// `omote check`: what is missing on this machine and what installs it, mistakes in the settings, leftovers.
void add_check_command(CLI::App& app, int& exit_code);
// `omote repair`: one touch on "do it", from the command line.
void add_repair_command(CLI::App& app, int& exit_code);
// `omote self-test`: has the host exercise the whole chain, as before opening hours, and shows what came of it.
void add_self_test_command(CLI::App& app, int& exit_code);

}  // namespace omote::cli
