// The private link's adapter on this PC, one for each terminal: there, switched on, wired, with an address, and whether
// something answers at its other end; and the adapter of a terminal that nobody knows yet. No privilege.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "diagnosis/probes/fact_list.hpp"
#include "diagnosis/probes/network_view.hpp"
#include "diagnosis/probes/pc_probes.hpp"

namespace omote::diagnosis {

class LinkProbe final : public ports::ProbePort {
 public:
  // `new_terminal`: the adapter at which a terminal is expected; empty: known by its driver. `root`: of the system's own files.
  LinkProbe(std::shared_ptr<const LinkTargets> targets, std::string new_terminal, std::filesystem::path root,
            std::shared_ptr<const Clock> clock)
      : targets_(std::move(targets)), new_terminal_(std::move(new_terminal)), root_(std::move(root)), clock_(std::move(clock)) {}
  [[nodiscard]] std::string_view id() const override { return "link"; }
  [[nodiscard]] ports::ProbeCost cost() const override { return ports::ProbeCost::Cheap; }
  [[nodiscard]] std::chrono::milliseconds deadline() const override { return std::chrono::seconds(2); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> tells() const override;
  [[nodiscard]] std::vector<fact::Fact> look() override;

 private:
  // What was seen of one terminal's line in the looks before.
  struct Line {
    std::string adapter;  // one that went has no route any more
    bool seen = false;
    bool stood = false;               // at the last look
    std::optional<SteadyTime> since;  // it came back; nothing while it stood since the first look
  };

  // The adapter's name; "" when nobody can say.
  std::string adapter_of(const LinkTarget& target, const std::vector<Interface>& all);
  void tell_adapter(FactList& facts, const LinkTarget& target, const Interface* adapter);
  void tell_device(FactList& facts, const LinkTarget& target, const Interface* adapter, std::chrono::milliseconds time) const;
  void tell_spare(FactList& facts, const std::vector<LinkTarget>& targets, const std::vector<Interface>& all) const;
  [[nodiscard]] const Interface* spare(const std::vector<LinkTarget>& targets, const std::vector<Interface>& all) const;

  std::shared_ptr<const LinkTargets> targets_;
  std::string new_terminal_;
  std::filesystem::path root_;
  std::shared_ptr<const Clock> clock_;
  std::map<std::string, Line> lines_;  // by terminal
};

}  // namespace omote::diagnosis
