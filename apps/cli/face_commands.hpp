// omote vision compare, pairs, live: the face pipeline on picture files, so that anyone can measure it.
#pragma once

#include <CLI/CLI.hpp>

namespace omote::cli {

// Adds the three to `omote vision`. exit_code becomes 1 when a file, a model or a face is missing; the answer of a comparison
// is in the output, not in the exit code.
void add_face_commands(CLI::App& vision, int& exit_code);

}  // namespace omote::cli
