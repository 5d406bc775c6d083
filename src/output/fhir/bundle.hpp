// The result as a FHIR R4 bundle with JP Core Patient, Coverage and Organization (reference/online-eligibility.md §11). Pure.
#pragma once

#include <string>

#include "ports/output_port.hpp"

namespace omote::output::fhir {

// A Bundle of type "collection" as JSON text: the clinic, and for a person that the system knows the patient, and for each
// insurance its insurer and coverage; an OperationOutcome where there is no coverage to tell of. The same delivery always
// gives the same text.
[[nodiscard]] std::string bundle(const ports::Delivery& delivery);

}  // namespace omote::output::fhir
