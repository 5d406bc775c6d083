// Takes out what must not leave the clinic. The bundle holds nothing of the kind by its making; this is the second wall.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace omote::journal::bundle {

// What was taken out, and how often.
using Redactions = std::map<std::string, int>;

// Twelve digits that can be an individual number (their check digit fits) become "(12 digits)"; in place.
void redact_numbers(std::string& text, Redactions& told);
// Whether that many digits are an individual number by their check digit.
[[nodiscard]] bool is_individual_number(std::string_view twelve_digits);
// A settings file line by line: values of keys that are known and harmless stay, every other value becomes "(redacted)";
// comments and what is no "key = value" or "[section]" go.
[[nodiscard]] std::string redact_settings(std::string_view toml, Redactions& told);

}  // namespace omote::journal::bundle
