// The two kinds of certificate on the card: X.509 (user authentication) and card-verifiable (visual application).
#pragma once

#include <optional>

#include "base/date.hpp"
#include "card/mynumber/trust_store.hpp"

namespace omote::card {

struct AuthCertificate {
  Date ends;  // notAfter, the day in Japan Standard Time
  RsaKey key;
};
// From DER, nothing behind it; nothing when it is not one.
[[nodiscard]] std::optional<AuthCertificate> read_auth_certificate(ByteView der);
// Issuer and signature only: whether a certificate past its end still serves is the national system's business.
[[nodiscard]] bool issued_by(ByteView der, const TrustStore& trust);

// EF 0004 of the visual application (reference/card.md §1.6): the key that signs the card face, when it is certified by the
// trusted authority.
[[nodiscard]] std::optional<RsaKey> read_cv_certificate(ByteView file, const TrustStore& trust);

// 90 EXPONENT 91 MODULUS, as the card writes its public keys.
[[nodiscard]] std::optional<RsaKey> read_card_key(ByteView value);

}  // namespace omote::card
