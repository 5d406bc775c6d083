// `omote token`, `omote webhook`, `omote metrics`: what other programs of the clinic use (docs/integration.md).
#pragma once

#include <CLI/CLI.hpp>

namespace omote::cli {

void add_integration_commands(CLI::App& app, int& exit_code);

}  // namespace omote::cli
