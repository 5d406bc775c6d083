// A command with a card on a reader in a card service of its own: what `./dev card` does.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace omote::sim::reader {

struct RunOptions {
  std::string persona = "adult";
  std::filesystem::path personas;     // folder of the data files
  std::filesystem::path authorities;  // folder of the fictitious authorities, made when it is not there
  std::filesystem::path state;        // try counters; empty: a fresh card for this run
  std::filesystem::path photo;        // a JP2 file; empty: the drawn placeholder
  std::filesystem::path trace;        // a text file, one line for each APDU; "-": standard error; empty: none
  std::string timing = "full";        // or "typeb"
  std::vector<std::string> command;
};

// The command's exit status (127 when it cannot be started, 128 + signal when it was killed). Needs the process's main
// thread. Reasons: timing_unknown, photo_unreadable, trace_unwritable, and those of the parts it uses.
[[nodiscard]] Result<int> run_with_card(const RunOptions& options);

}  // namespace omote::sim::reader
