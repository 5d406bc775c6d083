// What a visit needs of a My Number card, from power-up to the last signature. The rules on tries are kept here
// (reference/trust.md §3.1): the counter is read before every VERIFY, one call sends one VERIFY at most, a lost answer is
// Unknown and nothing is sent again.
#pragma once

#include <functional>
#include <optional>

#include "base/secret.hpp"
#include "card/mynumber/session.hpp"
#include "card/mynumber/trust_store.hpp"
#include "ports/card_port.hpp"

namespace omote::card {

// The card face file after its signatures were checked; the photo still as the card keeps it (JPEG 2000).
struct FaceRecord {
  Date birth;
  char sex = '0';
  Secret photo;
  Bytes name_picture;
  Bytes address_picture;
  Secret raw_hash;  // SHA-256 of the three signed digests
};

struct FaceAnswer {
  ports::VerifyOutcome outcome = ports::VerifyOutcome::Unknown;
  ports::Tries tries_left;
  std::optional<FaceRecord> record;  // with Accepted
};

enum class VerifyStep { AboutToSend, Accepted };

class MyNumberCard {
 public:
  // Channel and trust store outlive the card. `on_verify` is called just before a VERIFY is sent, and when one was accepted.
  MyNumberCard(AllowedChannel& channel, const TrustStore& trust, std::function<void(VerifyStep)> on_verify = {});

  // See ports::CardPort for promises; reasons without those of the reader and the decoder.
  [[nodiscard]] Result<ports::CardSummary> recognise();
  // A card without tries answers Blocked, and nothing is sent.
  [[nodiscard]] Result<FaceAnswer> read_face(const Secret& number_b, int tries_expected);
  [[nodiscard]] Result<ports::PinAnswer> sign_with_pin(const Secret& pin, int tries_expected, ByteView challenge);

 private:
  struct Verdict {
    ports::VerifyOutcome outcome = ports::VerifyOutcome::Unknown;
    ports::Tries tries_left;
  };
  struct Attempt {
    FileId key;
    std::size_t digits;
    Trouble not_sent;
  };
  [[nodiscard]] Result<void> read_jpki(ports::CardSummary& summary);
  [[nodiscard]] Result<bool> pin_was_set(const KeyState& pin);
  [[nodiscard]] Result<void> read_expiry(ports::CardSummary& summary);
  [[nodiscard]] Result<void> need(Application application, bool afresh);
  [[nodiscard]] Result<Verdict> verify(const Attempt& attempt, const Secret& digits, int tries_expected);
  [[nodiscard]] Result<FaceRecord> read_record();
  [[nodiscard]] Result<void> prove_not_cloned(ByteView card_key);

  Session session_;
  const TrustStore& trust_;
  std::function<void(VerifyStep)> on_verify_;
  std::optional<RsaKey> auth_key_;   // of the certificate seen at recognise(): a card exchanged since then cannot sign
  std::optional<Application> used_;  // where a VERIFY was accepted: its state must be left before the next one
};

}  // namespace omote::card
