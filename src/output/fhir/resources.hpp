// One function for each resource of the bundle (reference/online-eligibility.md §11). Inside output/fhir only.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "domain/eligibility/message.hpp"

namespace omote::output::fhir {

// All without id. `record` is a ResultOfQualificationConfirmation; elements that it lacks are left out.
[[nodiscard]] nlohmann::ordered_json clinic(std::string_view institution_code);
[[nodiscard]] nlohmann::ordered_json patient(const eligibility::Element& record, std::string_view institution_code);
[[nodiscard]] nlohmann::ordered_json insurer(const eligibility::Element& record);
[[nodiscard]] nlohmann::ordered_json coverage(const eligibility::Element& record, eligibility::Validity validity,
                                              const std::string& patient_reference, const std::string& insurer_reference);
[[nodiscard]] nlohmann::ordered_json outcome(std::string_view text);

}  // namespace omote::output::fhir
