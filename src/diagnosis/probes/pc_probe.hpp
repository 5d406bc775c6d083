// The clinic's PC itself: how long it runs, sleep, remote desktop, disk, memory, power at its USB ports. No privilege.
#pragma once

#include <filesystem>
#include <memory>

#include "diagnosis/probes/pc_probes.hpp"

namespace omote::diagnosis {

class PcProbe final : public ports::ProbePort {
 public:
  PcProbe(std::filesystem::path state_folder, std::filesystem::path root, std::shared_ptr<const Clock> clock)
      : state_folder_(std::move(state_folder)), root_(std::move(root)), clock_(std::move(clock)) {}
  [[nodiscard]] std::string_view id() const override { return "pc"; }
  [[nodiscard]] ports::ProbeCost cost() const override { return ports::ProbeCost::Cheap; }
  [[nodiscard]] std::chrono::milliseconds deadline() const override { return std::chrono::milliseconds(1'500); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> tells() const override;
  [[nodiscard]] std::vector<fact::Fact> look() override;

 private:
  std::filesystem::path state_folder_, root_;
  std::shared_ptr<const Clock> clock_;
};

}  // namespace omote::diagnosis
