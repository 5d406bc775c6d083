// Facts as a test reads them: by id, and what they say in words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/fact/fact.hpp"

namespace omote::test {

// "true", "12", the text; "?time_out" for an unknown one; "-" when nobody told it.
inline std::string said(const std::vector<fact::Fact>& facts, std::string_view id, std::string_view subject = "") {
  for (const auto& fact : facts) {
    if (fact.id != id || fact.subject != subject) continue;
    if (!fact.value) return "?" + fact.unknown;
    if (const auto* flag = std::get_if<bool>(&*fact.value)) return *flag ? "true" : "false";
    if (const auto* text = std::get_if<std::string>(&*fact.value)) return *text;
    const auto number = std::get<double>(*fact.value);
    const auto text = std::to_string(number);
    return text.substr(0, text.find(".000000"));
  }
  return "-";
}
inline double number(const std::vector<fact::Fact>& facts, std::string_view id) {
  for (const auto& fact : facts) {
    if (fact.id == id && fact.value && std::holds_alternative<double>(*fact.value)) return std::get<double>(*fact.value);
  }
  return -1;
}

}  // namespace omote::test
