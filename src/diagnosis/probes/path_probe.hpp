// Whether the way to the national system carries: its name, the version of IP, packets lost. Sends a question for the name and
// ten empty TCP connections to the national system. No privilege.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "diagnosis/probes/pc_probes.hpp"
#include "diagnosis/probes/resolver.hpp"

namespace omote::diagnosis {

class FactList;

class PathProbe final : public ports::ProbePort {
 public:
  PathProbe(NetworkPlaces places, std::uint16_t port, std::shared_ptr<Resolver> national, std::shared_ptr<const Clock> clock)
      : places_(std::move(places)), port_(port), national_(std::move(national)), clock_(std::move(clock)) {}
  [[nodiscard]] std::string_view id() const override { return "path"; }
  [[nodiscard]] ports::ProbeCost cost() const override { return ports::ProbeCost::Dear; }
  [[nodiscard]] std::chrono::milliseconds deadline() const override { return std::chrono::milliseconds(4'500); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> tells() const override;
  [[nodiscard]] std::vector<fact::Fact> look() override;

 private:
  void tell_name(FactList& facts, const std::vector<std::string>& addresses) const;
  void tell_version(FactList& facts, const std::string& address) const;
  void tell_offload(FactList& facts, const std::string& address) const;
  void tell_loss(FactList& facts, const std::string& address);

  NetworkPlaces places_;
  std::uint16_t port_;
  std::shared_ptr<Resolver> national_;
  std::shared_ptr<const Clock> clock_;
  std::deque<bool> lost_;  // the last packets, oldest first
};

}  // namespace omote::diagnosis
