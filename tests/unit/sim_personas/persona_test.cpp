#include "sim/personas/persona.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "base/text.hpp"

namespace omote::sim::personas {
namespace {

const std::filesystem::path kFolder = std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas";
constexpr Date kToday{2026, 11, 22};

std::vector<Persona> all() {
  auto personas = load_personas(kFolder, kToday);
  EXPECT_TRUE(personas.has_value()) << (personas ? "" : personas.error().context);
  return personas ? *std::move(personas) : std::vector<Persona>{};
}

Persona named(std::string_view id) {
  for (auto& persona : all()) {
    if (persona.id == id) return persona;
  }
  ADD_FAILURE() << id;
  return {};
}

Result<Persona> changed(std::string_view from, std::string_view to) {
  std::ifstream in(kFolder / "adult.yaml");
  std::string text{std::istreambuf_iterator<char>(in), {}};
  text.replace(text.find(from), from.size(), to);
  const auto folder = std::filesystem::path(testing::TempDir()) / ("persona_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "adult.yaml") << text;
  auto persona = load_persona(folder / "adult.yaml", kToday);
  std::filesystem::remove_all(folder);
  return persona;
}

TEST(Personas, folder_holdsElevenSpecimens) {
  EXPECT_EQ(all().size(), 11U);
}

TEST(Personas, numberB_hasEraYearOfBirthYearOfExpiryAndCode) {
  EXPECT_EQ(named("adult").number_b(), "60041220324821");
}

TEST(Personas, serials_areDifferent) {
  std::vector<std::string> serials;
  for (const auto& persona : all()) serials.push_back(persona.card.serial);
  std::ranges::sort(serials);
  EXPECT_EQ(std::ranges::adjacent_find(serials), serials.end());
}

TEST(Personas, senior_isOver75) {
  EXPECT_GE(age_at(named("senior").identity.birth, kToday), 75);
}

TEST(Personas, foreign_expiryIsTheEndOfTheStay) {
  const auto persona = named("foreign");
  EXPECT_EQ(persona.card.expiry, persona.card.stay_until);
}

TEST(Personas, certGrace_endedWithinThreeMonths) {
  const auto ended = named("cert_grace").certificate.not_after;
  EXPECT_LT(ended, kToday);
  EXPECT_LT(kToday, add_months(ended, 3));
}

TEST(Personas, rareName_hasCharactersOutsideCp932) {
  EXPECT_EQ(to_cp932(named("rare_name").identity.name).replaced.size(), 2U);
}

TEST(Personas, noPin_hasNone) {
  EXPECT_FALSE(named("no_pin").card.pin);
}

TEST(PersonaFile, wrongCode_isSaidWithFileLineAndExpectation) {
  const auto persona = changed("code: \"4821\"", "code: \"48x1\"");
  ASSERT_FALSE(persona);
  EXPECT_THAT(persona.error().context, testing::HasSubstr("adult.yaml:16: card.code: 4 digits are expected"));
}

TEST(PersonaFile, withoutMark_isRefused) {
  const auto persona = changed("mark: 見本", "mark: 本物");
  ASSERT_FALSE(persona);
  EXPECT_THAT(persona.error().context, testing::HasSubstr("identity.mark"));
}

TEST(PersonaFile, unknownField_isRefused) {
  const auto persona = changed("code:", "kode: 1\n  code:");
  ASSERT_FALSE(persona);
  EXPECT_THAT(persona.error().context, testing::HasSubstr("card.kode: no such field"));
}

TEST(PersonaFile, thatIsMissing_isSaid) {
  const auto persona = load_persona(kFolder / "nobody.yaml", kToday);
  ASSERT_FALSE(persona);
  EXPECT_EQ(persona.error().reason, Reason("data_file_missing"));
}

TEST(Days, relativeForms_areCounted) {
  EXPECT_EQ(parse_day("today+40d", kToday), (Date{2027, 1, 1}));
  EXPECT_EQ(parse_day("today-3m", kToday), (Date{2026, 8, 22}));
  EXPECT_EQ(parse_day("birthday+2y", kToday, Date{1985, 4, 12}), (Date{2029, 4, 12}));
}

TEST(Days, otherText_isNone) {
  EXPECT_FALSE(parse_day("tomorrow", kToday));
}

}  // namespace
}  // namespace omote::sim::personas
