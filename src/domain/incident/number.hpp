// The incident number: short enough for the telephone, and it carries what the support desk asks first. Crockford base 32
// with a check character, in groups: "0440-1C3Q-M2XA-9". The QR code holds the same facts in words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/catalogue/catalogue.hpp"

namespace omote::incident {

struct NumberFacts {
  std::string version;      // of the software, "1.2.3" (each part under 64)
  std::string row;          // entry
  std::string state;        // "looking", "repairing", "needs_you", "watching", "over"
  std::string cause;        // the most probable one, or "" for unknown
  int percent = 0;          // its probability, carried in steps of ten
  std::uint32_t count = 0;  // of this clinic, modulo 4096: tells two incidents apart
};

// A row travels as its kind and number, a cause as a short hash: a number stays readable when the catalogue grows.
[[nodiscard]] std::string make_number(const NumberFacts& facts);
// Read back against a catalogue; small letters, spaces, O for 0 and I or L for 1 are forgiven. Nothing for a wrong check
// character or a row that this catalogue does not have.
[[nodiscard]] std::optional<NumberFacts> read_number(std::string_view number, const catalogue::Catalogue& catalogue);
// "OMOTE1 <number> v=<version> state=… code=… detail=… cause=… p=…", for the QR code. No personal data.
[[nodiscard]] std::string qr_text(const std::string& number, const NumberFacts& facts, const catalogue::Entry& entry);

}  // namespace omote::incident
