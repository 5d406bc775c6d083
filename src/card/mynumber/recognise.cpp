#include <fmt/format.h>

#include <algorithm>

#include "card/apdu/failures.hpp"
#include "card/mynumber/certificates.hpp"
#include "card/mynumber/my_number_card.hpp"

namespace omote::card {

namespace {

constexpr std::size_t kHeadOfCertificate = 4;  // 30 82 hh ll: then the rest by its exact size, without filler
constexpr std::uint8_t kFlagsInTokenInfo = 96;
constexpr std::uint32_t kUserPinInitialised = 0x00000008;  // CKF_USER_PIN_INITIALIZED
constexpr std::size_t kRecordDigits = 28;                  // serial 15, municipality 5, expiry 8

// 16 hexadecimal digits. Certificate and record are too rich to be guessed from them.
std::string name_of(ByteView identity) {
  Bytes named(identity.begin(), identity.end());
  append(named, as_bytes("omote card"));
  const auto hash = sha256(named);
  return to_hex(ByteView(hash).first(8));
}

}  // namespace

Result<ports::CardSummary> MyNumberCard::recognise() {
  ports::CardSummary summary;
  if (auto awake = session_.wake(); !awake) return pass(awake);
  auto jpki = session_.select(Application::Jpki);
  if (!jpki) return pass(jpki);
  if (!*jpki) return summary;
  summary.kind = ports::CardKind::MyNumber;
  if (auto done = read_jpki(summary); !done) return pass(done);
  if (auto done = read_expiry(summary); !done) return pass(done);
  auto visual = session_.select(Application::Visual);
  if (!visual) return pass(visual);
  if (!*visual) return ports::CardSummary{};
  auto number_b = session_.ask_tries(kNumberB);
  if (!number_b) return pass(number_b);
  summary.number_b_tries = number_b->tries;
  return summary;
}

Result<void> MyNumberCard::read_jpki(ports::CardSummary& summary) {
  auto pin = session_.ask_tries(kPin);
  if (!pin) return pass(pin);
  auto set = pin_was_set(*pin);
  if (!set) return pass(set);
  summary.pin_set = *set;
  summary.pin_tries = pin->tries;
  auto file = session_.read_object(kAuthCertificate, kHeadOfCertificate);
  if (!file) return pass(file);
  if (!*file) return {};  // a card whose certificate was never issued or is gone
  const ByteView der = (*file)->reveal();
  const auto certificate = read_auth_certificate(der);
  if (!certificate) return card_failure(Trouble::NotReadable, "authentication certificate");
  if (!issued_by(der, trust_)) return card_failure(Trouble::Forged, "authentication certificate of another authority");
  summary.auth_certificate.assign(der.begin(), der.end());
  summary.certificate_ends = certificate->ends;
  summary.card_hash = name_of(der);
  auth_key_ = certificate->key;
  return {};
}

// A key without tries is blocked, or never had a PIN; the token information (PKCS#11 CK_TOKEN_INFO, reference/card.md §1.3)
// tells which. Asked only then.
Result<bool> MyNumberCard::pin_was_set(const KeyState& pin) {
  if (!pin.exists || pin.tries != 0) return pin.exists;
  auto flags = session_.read_part(kTokenInfo, kFlagsInTokenInfo, 4);
  if (!flags) return pass(flags);
  return !*flags || (big_endian_32(**flags) & kUserPinInitialised) != 0;
}

Result<void> MyNumberCard::read_expiry(ports::CardSummary& summary) {
  auto common = session_.select(Application::Common);
  if (!common) return pass(common);
  if (!*common) return {};
  auto record = session_.read_first_record(kCardNumberRecord);
  if (!record) return pass(record);
  const ByteView data = record->data;
  const bool well_formed = data.size() >= 2 + kRecordDigits && data[0] == 0x01 && data[1] == kRecordDigits;
  if (!well_formed) return card_failure(Trouble::NotReadable, "card record");
  const ByteView digits = data.subspan(2, kRecordDigits);
  summary.expiry = parse_date(as_text(digits.last(8)));
  if (!summary.expiry) return card_failure(Trouble::NotReadable, "expiry in the card record");
  if (summary.card_hash.empty()) summary.card_hash = name_of(digits);
  return {};
}

}  // namespace omote::card
