// Our own programs on this PC: do they run, are their files whole, is what they need there, is their version new enough. No
// privilege: what it looks at is open to everybody, the settings aside, which the host's user may read.
#pragma once

#include <memory>

#include "diagnosis/probes/manifest.hpp"
#include "diagnosis/probes/pc_probes.hpp"

namespace omote::diagnosis {

class FactList;

class ProgramsProbe final : public ports::ProbePort {
 public:
  ProgramsProbe(ProgramPlaces places, std::filesystem::path root, std::shared_ptr<const Clock> clock);
  [[nodiscard]] std::string_view id() const override { return "programs"; }
  [[nodiscard]] ports::ProbeCost cost() const override { return ports::ProbeCost::Dear; }
  [[nodiscard]] std::chrono::milliseconds deadline() const override { return std::chrono::milliseconds(4'500); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> tells() const override;
  [[nodiscard]] std::vector<fact::Fact> look() override;

 private:
  void tell_host(FactList& facts) const;
  void tell_files(FactList& facts);
  void tell_versions(FactList& facts) const;
  void tell_settings(FactList& facts) const;

  ProgramPlaces places_;
  std::filesystem::path root_;
  std::shared_ptr<const Clock> clock_;
  ManifestCheck check_;
};

}  // namespace omote::diagnosis
