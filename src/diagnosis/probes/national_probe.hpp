// The national system's door: can it be reached, is it the right one, does it take our certificate, what time does it have.
// Knocks as a visit would and asks nothing. No privilege; reads the clinic's certificate and key.
#pragma once

#include <memory>

#include "diagnosis/probes/pc_probes.hpp"
#include "diagnosis/probes/resolver.hpp"

namespace omote::diagnosis {

class FactList;

class NationalProbe final : public ports::ProbePort {
 public:
  NationalProbe(NationalPlaces places, std::shared_ptr<Resolver> national, std::shared_ptr<const Clock> clock)
      : places_(std::move(places)), national_(std::move(national)), clock_(std::move(clock)) {}
  [[nodiscard]] std::string_view id() const override { return "national"; }
  [[nodiscard]] ports::ProbeCost cost() const override { return ports::ProbeCost::Dear; }
  [[nodiscard]] std::chrono::milliseconds deadline() const override { return std::chrono::milliseconds(4'500); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> tells() const override;
  [[nodiscard]] std::vector<fact::Fact> look() override;

 private:
  void tell_door(FactList& facts) const;
  void tell_certificate(FactList& facts) const;

  NationalPlaces places_;
  std::shared_ptr<Resolver> national_;
  std::shared_ptr<const Clock> clock_;
};

}  // namespace omote::diagnosis
