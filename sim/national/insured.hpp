// The insured people of the simulated national system: the personas and what their files' section `insurance` says.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/eligibility/message.hpp"
#include "sim/personas/persona.hpp"

namespace omote::sim::national {

struct Insured {
  personas::Persona persona;
  bool registered = true;  // as an insurance card
  std::string validity = "1";
  std::string reference_number;               // 照会番号, when the clinic registered one
  std::vector<eligibility::Element> records;  // ResultOfQualificationConfirmation without person and consents
  [[nodiscard]] bool has_specific_disease() const;
};

// Every persona of the folder. Dates in the records may be relative ("today-2y"). Reasons: those of load_personas,
// data_field_wrong, insurance_missing.
[[nodiscard]] Result<std::vector<Insured>> load_insured(const std::filesystem::path& folder, const Date& today);

// What was agreed to, for the record.
struct Agreed {
  bool health_checkups = false;
  bool medicines = false;
  bool diagnoses = false;
  bool operations = false;
  bool specific_diseases = false;
};

// The records as the national system would return them: person, insurance, consent triplets (valid for 24 hours from
// `now`). Characters outside the national character set are ● (reference/online-eligibility.md §3.1, §3.5).
[[nodiscard]] std::vector<eligibility::Element> records_for_card(const Insured& insured, const Agreed& agreed, WallTime now);
// For a lookup with the data of a paper card: no consents but that to the limit certificate.
[[nodiscard]] std::vector<eligibility::Element> records_for_lookup(const Insured& insured, bool limit, WallTime now);

// As the national character set has it: ● for what is outside.
[[nodiscard]] std::string in_national_characters(std::string_view utf8);

}  // namespace omote::sim::national
