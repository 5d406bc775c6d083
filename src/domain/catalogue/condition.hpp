// A condition over facts, as the catalogue's data writes it. An unknown or missing fact meets no condition but `unknown`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/fact/fact.hpp"

namespace omote::catalogue {

struct Condition {
  enum class Kind { All, Any, None, Is, Not, Over, Under, Has, Unknown };
  Kind kind = Kind::All;
  std::vector<Condition> parts;  // of All, Any, None
  std::string fact;              // of the others
  fact::Value value = false;     // Is, Not, Has: any kind; Over, Under: a number
};

// The subject's fact, else the PC's.
[[nodiscard]] bool met(const Condition& condition, const fact::Facts& facts, std::string_view subject);
// The ids of all facts that it speaks of.
[[nodiscard]] std::vector<std::string> facts_of(const Condition& condition);

}  // namespace omote::catalogue
