// Keeps the journal tidy beside the appends: indexes new events when it is quiet, drops days past their time, writes the log
// back into the file. Inside journal/ only.
#pragma once

#include <filesystem>
#include <memory>

#include "base/clock.hpp"
#include "journal/index.hpp"
#include "journal/retention.hpp"

namespace omote::journal {

class Keeper {
 public:
  // Failures stay inside: what cannot be done now is tried again later.
  Keeper(std::filesystem::path file, const Clock& clock) : file_(std::move(file)), clock_(clock) {}

  // Each call does a small piece of work, so that an append never waits long; false when nothing is left to do.
  // The caller holds the writer's lock.
  [[nodiscard]] bool index_some();
  // What is to be dropped now; through is 0 when nothing is, or while the clock is in doubt.
  [[nodiscard]] Cut due();
  // Removes what lies before the cut; false when nothing is left.
  [[nodiscard]] bool sweep_some();
  // Needs no lock, but the same thread as the other calls.
  void write_back();
  void confirm_clock();
  [[nodiscard]] bool clock_in_doubt();
  // The file was put aside: begin anew with the new one at the next call.
  void reopen() { stale_ = true; }

 private:
  struct Inside {
    Database database;
    Indexer indexer;
    ClockTrust trust;
  };
  [[nodiscard]] Inside* open();

  std::filesystem::path file_;
  const Clock& clock_;
  std::unique_ptr<Inside> inside_;
  bool stale_ = false;
  std::size_t batch_ = 0;  // of the next piece of indexing
};

}  // namespace omote::journal
