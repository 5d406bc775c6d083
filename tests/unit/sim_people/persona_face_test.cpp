#include "sim/people/persona_face.hpp"

#include <gtest/gtest.h>

namespace omote::sim::people {
namespace {

constexpr Date kToday{2026, 11, 22};

personas::Persona persona(std::map<std::string, std::string> face) {
  personas::Persona p;
  p.identity.birth = {1986, 11, 23};
  p.identity.sex = '1';
  p.face.line = 1;
  for (auto& [key, value] : face) {
    personas::Section field;
    field.scalar = value;
    p.face.fields.emplace(key, field);
  }
  return p;
}

TEST(PersonaFaceTest, age_and_sex_follow_the_identity) {
  auto person = person_of(persona({{"seed", "7"}}), kToday);
  ASSERT_TRUE(person);
  EXPECT_EQ(person->age, 39);
  EXPECT_EQ(person->sex, Sex::Male);
  EXPECT_EQ(person->seed, 7U);
}

TEST(PersonaFaceTest, missing_seed_is_refused) {
  EXPECT_FALSE(person_of(persona({{"hair", "short01"}}), kToday));
}

TEST(PersonaFaceTest, unknown_field_is_refused) {
  EXPECT_FALSE(person_of(persona({{"seed", "7"}, {"nose", "long"}}), kToday));
}

TEST(PersonaFaceTest, every_persona_has_a_face) {
  auto all = personas::load_personas(std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas", kToday);
  ASSERT_TRUE(all);
  for (const auto& one : *all) EXPECT_TRUE(person_of(one, kToday)) << one.id;
}

}  // namespace
}  // namespace omote::sim::people
