// The way to the national system as this PC's network has it now: adapter, cable, address, route, tunnel. Sends nothing but
// the question for the system's name. No privilege.
#pragma once

#include <memory>
#include <string>

#include "diagnosis/probes/network_view.hpp"
#include "diagnosis/probes/pc_probes.hpp"
#include "diagnosis/probes/resolver.hpp"

namespace omote::diagnosis {

class FactList;

class NetworkProbe final : public ports::ProbePort {
 public:
  NetworkProbe(NetworkPlaces places, std::shared_ptr<Resolver> national, std::shared_ptr<const Clock> clock)
      : places_(std::move(places)), national_(std::move(national)), clock_(std::move(clock)) {}
  [[nodiscard]] std::string_view id() const override { return "network"; }
  [[nodiscard]] ports::ProbeCost cost() const override { return ports::ProbeCost::Cheap; }
  [[nodiscard]] std::chrono::milliseconds deadline() const override { return std::chrono::seconds(3); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> tells() const override;
  [[nodiscard]] std::vector<fact::Fact> look() override;

 private:
  // The adapter of the clinic's line: the one that was set, else that of the route, else the one it was before, else the only
  // one that there is; "" when nobody can say.
  std::string line_name(const std::vector<Interface>& all, const std::optional<Route>& route);
  void tell_line(FactList& facts, const std::vector<Interface>& all, const std::string& name) const;
  void tell_route(FactList& facts, const std::vector<Interface>& all, const std::optional<Route>& route) const;

  NetworkPlaces places_;
  std::shared_ptr<Resolver> national_;
  std::shared_ptr<const Clock> clock_;
  std::string last_line_;
};

}  // namespace omote::diagnosis
