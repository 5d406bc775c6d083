// What a person at the bench, or a test, can change about the simulated national system while it runs: flat names and
// values, the same over the control interface, the bench page and in code. Each setting is checked.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace omote::sim::national {

class Switches {
 public:
  Switches();

  // "mode" = "staff_confirmation", "persona.adult.validity" = "2", "persona.adult.record.ReasonOfLoss" = "03" …; an empty
  // value goes back to the default. Reasons: switch_unknown, switch_value_wrong (context: what is expected).
  Result<void> set(const std::string& name, const std::string& value);
  void reset();

  // The present value, the default when it was never set.
  [[nodiscard]] const std::string& get(std::string_view name) const;
  [[nodiscard]] int number(std::string_view name) const;
  [[nodiscard]] bool on(std::string_view name) const { return get(name) == "on"; }
  // Of one persona: "validity", "certificate" …; "" when not set.
  [[nodiscard]] std::string of_persona(std::string_view persona, std::string_view name) const;
  // Element name and value of all "persona.ID.record.NAME".
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> records_of(std::string_view persona) const;
  // All plain switches, and those of personas that are set.
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& all() const { return values_; }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

// Name, default, regular expression of the values and meaning of every plain switch; persona switches as "persona.ID.NAME".
struct SwitchRule {
  std::string name;
  std::string standard;
  std::string pattern;
  std::string meaning;
};
[[nodiscard]] const std::vector<SwitchRule>& switch_rules();

}  // namespace omote::sim::national
