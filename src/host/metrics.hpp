// Figures for a monitoring program, in the text form of Prometheus (docs/integration.md). No label names a person or a visit.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "console/routes.hpp"
#include "schema/console.pb.h"
#include "schema/journal.pb.h"

namespace omote::host {

// Loop's thread only.
class Metrics {
 public:
  explicit Metrics(std::function<console::v1::State()> make_state);
  ~Metrics();
  void add_to(console::Routes& routes);
  // Counts what the journal tells.
  void take(const journal::v1::Event& event);
  [[nodiscard]] std::string text() const;

 private:
  struct Counters;
  std::function<console::v1::State()> make_state_;
  std::unique_ptr<Counters> counters_;
};

}  // namespace omote::host
