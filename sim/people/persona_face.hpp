// The face of a persona: its data file's section "face", its birth and its sex.
#pragma once

#include <filesystem>

#include "base/date.hpp"
#include "base/result.hpp"
#include "sim/people/scene.hpp"
#include "sim/personas/persona.hpp"

namespace omote::sim::people {

// Section "face": seed (whole number, required); years_since_photo, spread, asian, caucasian, african (numbers), hair (a hair of
// the model), all optional with Person's defaults. Age and sex follow the identity. Reason: data_field_wrong.
[[nodiscard]] Result<Person> person_of(const personas::Persona& persona, const Date& today = personas::today_in_japan());

// The slice that tools/people/set-up.sh makes: $OMOTE_PEOPLE, else build/data/people/people.slice.
[[nodiscard]] std::filesystem::path default_slice();

}  // namespace omote::sim::people
