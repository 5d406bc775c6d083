// omote vision card-face FRAME… [--expiry YYYYMMDD] [--profile FILE] [--json]
#pragma once

#include <CLI/CLI.hpp>

namespace omote::cli {

// Adds the command to `omote vision`. `exit_code`: 0 whenever the pictures were read and judged, accepted or not;
// 2 for a wrong date, a missing or damaged picture, a wrong profile.
void add_card_face_command(CLI::App& vision, int& exit_code);

}  // namespace omote::cli
