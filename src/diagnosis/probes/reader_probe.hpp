// The card service, its readers, and which other programs use it. Without privilege only programs of the same user are named:
// for others it says no_permission.
#pragma once

#include <memory>

#include "diagnosis/probes/pc_probes.hpp"

namespace omote::diagnosis {

class ReaderProbe final : public ports::ProbePort {
 public:
  explicit ReaderProbe(std::shared_ptr<const Clock> clock) : clock_(std::move(clock)) {}
  [[nodiscard]] std::string_view id() const override { return "reader"; }
  [[nodiscard]] ports::ProbeCost cost() const override { return ports::ProbeCost::Dear; }
  [[nodiscard]] std::chrono::milliseconds deadline() const override { return std::chrono::milliseconds(3'000); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> tells() const override;
  [[nodiscard]] std::vector<fact::Fact> look() override;

 private:
  std::shared_ptr<const Clock> clock_;
};

}  // namespace omote::diagnosis
