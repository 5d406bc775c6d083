// X.509 certificates of the fictitious JPKI-like authorities.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "base/date.hpp"
#include "base/result.hpp"
#include "sim/card/rsa_key.hpp"

namespace omote::sim::card {

inline constexpr auto* kAuthCaUnit = "Specimen user authentication CA";
inline constexpr auto* kSignCaUnit = "Specimen digital signature CA";

enum class CertificateUse { Authority, Authentication, Signature };

struct CertificateOrder {
  std::uint32_t serial = 0;
  std::string issuer_unit;   // the authority's OU
  std::string subject_unit;  // for authorities
  std::string subject_name;  // for holders: CN, no personal data in it
  Date not_before;           // from 00:00:00 in Japan
  Date not_after;            // to 23:59:59 in Japan
  CertificateUse use = CertificateUse::Authority;
};

// DER, signed with RSA PKCS#1 v1.5 and SHA-256: the same order and keys give the same bytes. Reason: certificate_not_made.
[[nodiscard]] Result<Bytes> make_certificate(const CertificateOrder& order, const RsaKey& subject, const RsaKey& issuer);
[[nodiscard]] std::string to_pem(ByteView der_certificate);

}  // namespace omote::sim::card
