// Runs scenarios, each in a world of its own, some at a time, and reports.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/scenario/clinic.hpp"

namespace omote::sim::scenario {

struct RunOptions {
  Places places;                    // folder: of all runs; empty: a temporary one
  std::filesystem::path scenarios;  // folder of the files
  std::vector<std::string> ids;     // ids or rows ("E07"); none: all
  int at_once = 2;
  bool json = false;
  bool verbose = false;
  bool list = false;
};

// Progress goes to standard error; the result, in words or as one JSON document, to standard output. Returns 0 only if all
// passed, 2 when nothing could be run.
[[nodiscard]] int run_all(RunOptions options);
// One scenario in this process, which must have no threads yet; the result goes to that file. Returns 0 when it was written.
[[nodiscard]] int run_one(const RunOptions& options, const std::string& id, const std::filesystem::path& result);

}  // namespace omote::sim::scenario
