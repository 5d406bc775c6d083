// The folder that the receipt computer watches. Needs what the host needs: to be allowed to write there.
#pragma once

#include <filesystem>
#include <memory>

#include "diagnosis/probes/pc_probes.hpp"

namespace omote::diagnosis {

class OutputProbe final : public ports::ProbePort {
 public:
  OutputProbe(std::filesystem::path folder, std::shared_ptr<const Clock> clock)
      : folder_(std::move(folder)), clock_(std::move(clock)) {}
  [[nodiscard]] std::string_view id() const override { return "output"; }
  // A folder that another machine serves is asked seldom.
  [[nodiscard]] ports::ProbeCost cost() const override;
  [[nodiscard]] std::chrono::milliseconds deadline() const override { return std::chrono::milliseconds(2'500); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> tells() const override;
  [[nodiscard]] std::vector<fact::Fact> look() override;

 private:
  std::filesystem::path folder_;
  std::shared_ptr<const Clock> clock_;
};

}  // namespace omote::diagnosis
