// What is known about the clinic's machines at this moment: typed facts, each about one subject. A fact that cannot be known
// says why. The vocabulary is catalogue/facts.yaml; docs/diagnosis.md tells the road from a fact to a cure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.hpp"

namespace omote::fact {

using Value = std::variant<bool, double, std::string>;

struct Fact {
  std::string id;       // "link.carrier", of the vocabulary
  std::string subject;  // a terminal's serial number, or "" for the clinic's PC
  std::optional<Value> value;
  std::string unknown;  // why there is no value: "time_out", "no_permission", "not_here" …; "" with a value
  WallTime seen{};
};

[[nodiscard]] Fact known(std::string id, std::string subject, Value value, WallTime seen);
[[nodiscard]] Fact not_known(std::string id, std::string subject, std::string why, WallTime seen);

// "true", "12", "12.5", the text itself; "?" and the reason for an unknown one.
[[nodiscard]] std::string to_text(const Fact& fact);

// The newest fact of each id and subject. Plain data; one thread.
class Facts {
 public:
  // True when the value (or being known) differs from before.
  bool put(Fact fact);
  // Of that subject, else of the PC; nothing when nobody has looked yet.
  [[nodiscard]] const Fact* find(std::string_view id, std::string_view subject) const;
  // Everything about a subject goes (a terminal that was forgotten).
  void forget(std::string_view subject);
  [[nodiscard]] std::vector<Fact> all() const;

 private:
  std::map<std::string, std::map<std::string, Fact, std::less<>>, std::less<>> facts_;  // by subject, by id
};

}  // namespace omote::fact
