// The faults that the bench page injects into a running demo, and takes back. Only those that need no world of their own;
// the others are offered with the reason why not.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "schema/bench.pb.h"
#include "sim/faults/fault.hpp"

namespace omote::sim {

// Any thread; what blocks does so on the caller's.
class FaultDesk {
 public:
  // `scenarios` is their folder: each fault names those that inject it.
  FaultDesk(faults::Ground ground, const std::filesystem::path& scenarios);
  // Reasons: those of faults::inject.
  [[nodiscard]] Result<void> inject(const omote::bench::v1::InjectFault& wish);
  // Last in, first out. Reason: that of the first one that would not go.
  [[nodiscard]] Result<void> undo_all();
  // Looks again which of them fired; true when something changed.
  bool look();
  void add_to(omote::bench::v1::State& state) const;

 private:
  struct Now {
    omote::bench::v1::FaultNow shown;
    faults::Injected injected;
  };
  mutable std::mutex mutex_;
  faults::Ground ground_;
  std::vector<omote::bench::v1::FaultKind> kinds_;
  std::vector<Now> now_;
};

}  // namespace omote::sim
