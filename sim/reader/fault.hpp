// Faults of card and radio, on demand, at exact places (reference/trust.md §5.1).
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

#include "base/bytes.hpp"

namespace omote::sim::reader {

enum class FaultKind {
  DropAnswer,  // the card works, its answer is lost
  Hang,        // the card works, and nothing comes back until it is removed
  Delay,       // the answer comes later by `delay`
  Answer,      // the card does not see the command; `answer` comes back
  PullBefore,  // the card is gone before it sees the command
  PullAfter,   // the card works, and is gone before its answer leaves
  OtherFirst   // another program's command (`other`) reaches the card first
};

struct Fault {
  FaultKind kind = FaultKind::Delay;
  int at = 1;                               // fires on this matching command, counted since the fault was armed
  int times = 1;                            // and on so many in a row
  std::optional<std::uint8_t> instruction;  // matches this INS only
  bool with_data = false;                   // matches commands with data only: an entry, not a look at the tries left
  Bytes head;                               // matches commands that begin so
  Bytes answer;
  Bytes other;
  std::chrono::milliseconds delay{0};
};

// Armed faults and how often they fired: a fault that did not fire proves nothing.
class FaultPlan {
 public:
  void arm(Fault fault) { armed_.push_back({std::move(fault), 0}); }
  void clear() { armed_.clear(); }
  [[nodiscard]] int fired() const { return fired_; }
  // The fault for this command, if any; counts it.
  [[nodiscard]] std::optional<Fault> next(ByteView command) {
    std::optional<Fault> hit;
    for (auto& [fault, seen] : armed_) {
      if (fault.instruction && (command.size() < 2 || command[1] != *fault.instruction)) continue;
      if (fault.with_data && command.size() <= 5) continue;
      if (!std::ranges::equal(command.first(std::min(command.size(), fault.head.size())), fault.head)) continue;
      ++seen;
      if (!hit && seen >= fault.at && seen < fault.at + fault.times) hit = fault;
    }
    if (hit) ++fired_;
    return hit;
  }

 private:
  struct Armed {
    Fault fault;
    int seen = 0;
  };
  std::vector<Armed> armed_;
  int fired_ = 0;
};

}  // namespace omote::sim::reader
