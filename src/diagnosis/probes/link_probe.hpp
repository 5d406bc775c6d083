// The private link's adapter on this PC, one for each terminal: there, switched on, wired, with an address. No privilege.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "diagnosis/probes/fact_list.hpp"
#include "diagnosis/probes/network_view.hpp"
#include "diagnosis/probes/pc_probes.hpp"

namespace omote::diagnosis {

class LinkProbe final : public ports::ProbePort {
 public:
  LinkProbe(std::shared_ptr<const LinkTargets> targets, std::shared_ptr<const Clock> clock)
      : targets_(std::move(targets)), clock_(std::move(clock)) {}
  [[nodiscard]] std::string_view id() const override { return "link"; }
  [[nodiscard]] ports::ProbeCost cost() const override { return ports::ProbeCost::Cheap; }
  [[nodiscard]] std::chrono::milliseconds deadline() const override { return std::chrono::seconds(2); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> tells() const override;
  [[nodiscard]] std::vector<fact::Fact> look() override;

 private:
  // The adapter's name; "" when nobody can say.
  std::string adapter_of(const LinkTarget& target, const std::vector<Interface>& all);

  std::shared_ptr<const LinkTargets> targets_;
  std::shared_ptr<const Clock> clock_;
  std::map<std::string, std::string> last_adapter_;  // by terminal: an adapter that went has no route any more
};

}  // namespace omote::diagnosis
