// A probe looks at one thing of the clinic's machines and tells facts. What depends on the operating system stands in one
// file per system behind the probe's header.
#pragma once

#include <chrono>
#include <string_view>
#include <vector>

#include "domain/fact/fact.hpp"

namespace omote::ports {

enum class ProbeCost { Cheap, Dear };  // every second, or every ten and when something failed

class ProbePort {
 public:
  virtual ~ProbePort() = default;
  // As in catalogue/facts.yaml: "link", "network" …
  [[nodiscard]] virtual std::string_view id() const = 0;
  [[nodiscard]] virtual ProbeCost cost() const = 0;
  // look() should be back by then; who runs the probe does not wait longer and calls the facts unknown ("time_out").
  [[nodiscard]] virtual std::chrono::milliseconds deadline() const = 0;
  // The facts that look() tells, for saying that they are unknown: id and subject.
  [[nodiscard]] virtual std::vector<std::pair<std::string, std::string>> tells() const = 0;
  // Blocks; a thread of its own calls it, one call at a time. Never fails: what it cannot know it says so.
  [[nodiscard]] virtual std::vector<fact::Fact> look() = 0;
};

}  // namespace omote::ports
