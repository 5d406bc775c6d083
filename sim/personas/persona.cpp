#include "sim/personas/persona.hpp"

#include <algorithm>

#include "base/bytes.hpp"

namespace omote::sim::personas {
namespace {

Result<Identity> read_identity(const Section& section, const Date& today) {
  Fields fields(section, "identity");
  Identity identity{.name = fields.text("name"),
                    .kana = fields.text("kana"),
                    .birth = fields.day("birth", today),
                    .address = fields.text("address"),
                    .postal = fields.text("postal")};
  const auto sex = fields.text("sex");
  if (sex != "1" && sex != "2" && sex != "9")
    fields.wrong("sex", "1, 2 or 9 is expected");
  else
    identity.sex = sex[0];
  if (identity.name.find("　") == std::string::npos)
    fields.wrong("name", "family and given name with U+3000 between are expected");
  if (identity.kana.find("　") == std::string::npos)
    fields.wrong("kana", "family and given name with U+3000 between are expected");
  if (fields.text("mark") != "見本") fields.wrong("mark", "見本 is expected: every persona is a specimen");
  Fields description(fields.section("description"), "identity.description");
  identity.description_ja = description.text("ja");
  identity.description_en = description.text("en");
  if (auto ok = fields.finish(); !ok) return pass(ok);
  if (auto ok = description.finish(); !ok) return pass(ok);
  return identity;
}

bool is_sign_pin(std::string_view text) {
  return text.size() >= 6 && text.size() <= 16 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

Result<Card> read_card(const Section& section, const Date& today, const Date& birth) {
  Fields fields(section, "card");
  Card card{.serial = fields.digits("serial", 15),
            .printed_serial = fields.text("printed_serial"),
            .municipality = fields.digits("municipality", 5),
            .code = fields.digits("code", 4),
            .number_a = fields.digits("number_a", 12),
            .foreign = fields.flag_or("foreign", false),
            .stay_until = fields.maybe_day("stay_until", today)};
  if (card.printed_serial.size() != 16 || card.printed_serial.find_first_not_of("0123456789ABCDEF") != std::string::npos) {
    fields.wrong("printed_serial", "16 characters 0-9 A-F are expected");
  }
  if (fields.text("pin") != "none") card.pin = fields.digits("pin", 4);
  if (const auto pin = fields.text("sign_pin"); pin != "none") card.sign_pin = pin;
  if (card.sign_pin && !is_sign_pin(*card.sign_pin))
    fields.wrong("sign_pin", "6 to 16 characters A-Z 0-9, or none, are expected");
  // A foreign resident's card ends with the stay (reference/card-face.md §1).
  if (card.foreign && !card.stay_until) fields.wrong("stay_until", "is needed when foreign is true");
  card.expiry = card.foreign ? card.stay_until.value_or(Date{}) : fields.day("expiry", today, birth);
  if (auto ok = fields.finish(); !ok) return pass(ok);
  return card;
}

Result<Certificate> read_certificate(const Section& section, const Date& today, const Date& birth) {
  Fields fields(section, "certificate");
  Certificate certificate{.not_after = fields.day("not_after", today, birth)};
  certificate.not_before = fields.maybe_day("not_before", today, birth).value_or(add_months(certificate.not_after, -60));
  if (auto ok = fields.finish(); !ok) return pass(ok);
  return certificate;
}

}  // namespace

std::string Persona::number_b() const {
  return number_b_digits(identity.birth, card.expiry, card.code).value_or(std::string{});
}

std::uint32_t Persona::certificate_serial() const {
  return big_endian_32(sha256(as_bytes("auth " + card.serial))) >> 2 | 1;
}

Result<Persona> load_persona(const std::filesystem::path& path, const Date& today) {
  const auto root = load_section(path);
  if (!root) return std::unexpected(root.error());
  Fields fields(*root, "persona");
  Persona persona{.id = fields.text("id"), .insurance = fields.section("insurance"), .face = fields.section("face")};
  if (persona.id != path.stem().string()) fields.wrong("id", "the file's own name is expected");
  for (const auto* part : {"identity", "card", "certificate"}) {
    if (fields.section(part).empty()) fields.wrong(part, "is missing");
  }
  if (auto ok = fields.finish(); !ok) return pass(ok);
  auto identity = read_identity(fields.section("identity"), today);
  if (!identity) return pass(identity);
  persona.identity = *std::move(identity);
  auto card = read_card(fields.section("card"), today, persona.identity.birth);
  if (!card) return pass(card);
  persona.card = *std::move(card);
  auto certificate = read_certificate(fields.section("certificate"), today, persona.identity.birth);
  if (!certificate) return pass(certificate);
  persona.certificate = *certificate;
  return persona;
}

Result<std::vector<Persona>> load_personas(const std::filesystem::path& folder, const Date& today) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  if (files.empty()) return fail("persona_none", folder.string() + ": no *.yaml there");
  std::ranges::sort(files);
  std::vector<Persona> personas;
  for (const auto& file : files) {
    auto persona = load_persona(file, today);
    if (!persona) return pass(persona);
    personas.push_back(*std::move(persona));
  }
  return personas;
}

}  // namespace omote::sim::personas
