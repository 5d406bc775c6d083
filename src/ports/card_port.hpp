// The card in one IC card reader. Calls block and have deadlines of their own; one thread per reader uses them. Behind it
// a worker process that can be killed: a card call can block for ever (reference/card.md §2, reference/trust.md F006).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "ports/image.hpp"

namespace omote::ports {

// ServiceSilent: the card service is there and does not answer in time.
enum class Presence { NoService, ServiceSilent, NoReader, Empty, Card };

enum class CardKind { MyNumber, Other };

// Tries left on a key: a number (0 = blocked), or nothing when the card does not say.
using Tries = std::optional<int>;

struct CardSummary {
  CardKind kind = CardKind::Other;
  std::string card_hash;                 // 16 hex digits that name this card in the journal; not reversible to the serial
  Tries pin_tries;                       // EF 0018 of the JPKI AP
  bool pin_set = true;                   // false: a card without PIN (face or staff only)
  Tries number_b_tries;                  // EF 0012 of the visual AP
  std::optional<Date> expiry;            // from the common AP, without PIN
  Bytes auth_certificate;                // DER, the user authentication certificate (EF 000A)
  std::optional<Date> certificate_ends;  // its notAfter, in JST
};

// What the card face file (EF 0002 of the visual AP) holds, after the signatures were checked.
struct CardFaceRecord {
  Date birth;
  char sex = '0';
  GreyImage photo;
  Bytes name_picture;  // 1-bit PNG as on the card
  Bytes address_picture;
  Secret raw_hash;  // SHA-256 of the signed groups, for binding to the visit
};

enum class VerifyOutcome {
  Accepted,
  Wrong,    // tries_left tells how many remain
  Blocked,  // nothing was sent, or the last try failed
  Unknown   // sent, but the answer was lost: never sent again (reference/trust.md §3.1)
};

struct PhotoAnswer {
  VerifyOutcome outcome = VerifyOutcome::Unknown;
  Tries tries_left;
  std::optional<CardFaceRecord> record;  // with Accepted
};

struct PinAnswer {
  VerifyOutcome outcome = VerifyOutcome::Unknown;
  Tries tries_left;
  Bytes signature;  // with Accepted: PKCS#1 v1.5, SHA-256, over the challenge, by the authentication key
};

struct CardStatistics {
  std::uint64_t apdus = 0;
  std::uint64_t bytes = 0;
};

class CardPort {
 public:
  virtual ~CardPort() = default;
  // Blocks until the presence differs from `known`, at most `time`; returns the presence then.
  [[nodiscard]] virtual Presence wait_for_change(Presence known, std::chrono::milliseconds time) = 0;
  // Connects exclusively, recognises the card, reads tries, expiry and certificate; no VERIFY.
  // Reasons: card_not_readable, card_removed, card_time_out, card_in_use, reader_missing, card_service_missing.
  [[nodiscard]] virtual Result<CardSummary> recognise() = 0;
  // One VERIFY of number B at most, only when the card shows exactly `tries_expected` before it; then photo and signatures.
  // Further reasons: number_b_not_sent (tries differ, or none left), card_forged (a signature does not hold),
  // photo_not_decodable.
  [[nodiscard]] virtual Result<PhotoAnswer> read_photo(const Secret& number_b, int tries_expected) = 0;
  // One VERIFY of the PIN at most, only when the card shows exactly `tries_expected` before it; then one signature.
  // Further reason: pin_not_sent.
  [[nodiscard]] virtual Result<PinAnswer> sign_with_pin(const Secret& pin, int tries_expected, ByteView challenge) = 0;
  // Powers the card down and lets it go; its security state is lost. Always possible, also after failures.
  virtual void release() = 0;
  // Since recognise().
  [[nodiscard]] virtual CardStatistics statistics() const = 0;
};

}  // namespace omote::ports
