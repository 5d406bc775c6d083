// The simulated patients: one data file each, all fictitious and marked 見本. The simulators of card, card face, person and
// national system share them. Format and meaning of the fields: sim/personas/README.md.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "sim/personas/section.hpp"

namespace omote::sim::personas {

struct Identity {
  std::string name;  // family and given name with U+3000 between
  std::string kana;  // full width, likewise
  Date birth;
  char sex = '1';  // '1' male, '2' female, '9' other
  std::string address;
  std::string postal;  // "000-0000"
  std::string description_ja;
  std::string description_en;
};

struct Card {
  std::string serial;          // 15 digits, in the common AP
  std::string printed_serial;  // 16 characters 0-9 A-F, under the photo
  std::string municipality;    // 5 digits
  Date expiry;
  std::string code;                     // the printed 4-digit security code
  std::optional<std::string> pin;       // 4 digits; nothing: a card without PIN
  std::optional<std::string> sign_pin;  // 6 to 16 characters A-Z 0-9; nothing: no signature certificate (child)
  std::string number_a;                 // 12 digits with a wrong check digit, so that it is nobody's number
  bool foreign = false;
  std::optional<Date> stay_until;  // foreign residents: the card ends with the stay
};

struct Certificate {
  Date not_before;
  Date not_after;
};

struct Persona {
  std::string id;
  Identity identity;
  Card card;
  Certificate certificate;
  Section insurance;  // read by the simulated national system
  Section face;       // read by the renderer of people
  // 14 digits (reference/card.md §1.4).
  [[nodiscard]] std::string number_b() const;
  // Serial number of the user authentication certificate: what the national system knows the insured person by. Derived
  // from the card's serial, never 0, at most 2^31-2.
  [[nodiscard]] std::uint32_t certificate_serial() const;
};

// Checked: every field there and of its form, the mark 見本 present, the id equal to the file's name.
// Reasons: data_file_missing, data_file_wrong, data_field_wrong; the context is "file:line: field: what is expected".
[[nodiscard]] Result<Persona> load_persona(const std::filesystem::path& path, const Date& today = today_in_japan());
// All *.yaml of a folder, sorted by id. Further reason: persona_none.
[[nodiscard]] Result<std::vector<Persona>> load_personas(const std::filesystem::path& folder,
                                                         const Date& today = today_in_japan());

}  // namespace omote::sim::personas
