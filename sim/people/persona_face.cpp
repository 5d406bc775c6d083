#include "sim/people/persona_face.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace omote::sim::people {

Result<Person> person_of(const personas::Persona& persona, const Date& today) {
  personas::Fields fields(persona.face, "face");
  Person person;
  const double seed = fields.number_or("seed", -1);
  if (seed < 0 || seed > 4e9 || seed != std::floor(seed)) fields.wrong("seed", "a whole number from 0 to 4000000000");
  person.seed = static_cast<std::uint32_t>(std::clamp(seed, 0., 4e9));
  person.years_since_photo = fields.number_or("years_since_photo", person.years_since_photo);
  person.spread = fields.number_or("spread", person.spread);
  person.asian = fields.number_or("asian", person.asian);
  person.caucasian = fields.number_or("caucasian", person.caucasian);
  person.african = fields.number_or("african", person.african);
  person.hair = fields.text_or("hair", "");
  if (person.years_since_photo < 0 || person.years_since_photo > 10) fields.wrong("years_since_photo", "0 to 10");
  if (person.spread < 0 || person.spread > 1) fields.wrong("spread", "0 to 1");
  if (auto good = fields.finish(); !good) return pass(good);
  person.age = age_at(persona.identity.birth, today);
  person.sex = persona.identity.sex == '1' ? Sex::Male : Sex::Female;
  return person;
}

std::filesystem::path default_slice() {
  const char* named = std::getenv("OMOTE_PEOPLE");
  return named != nullptr && *named != 0 ? named : "build/data/people/people.slice";
}

}  // namespace omote::sim::people
