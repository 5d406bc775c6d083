#include "card/mynumber/certificates.hpp"

#include <openssl/asn1.h>
#include <openssl/x509.h>

#include <algorithm>
#include <chrono>
#include <ctime>

#include "base/clock.hpp"
#include "card/apdu/tlv.hpp"

namespace omote::card {

namespace {

constexpr std::array<std::uint16_t, 1> kCvTag{0x7F21};
constexpr std::array<std::uint16_t, 2> kCvParts{0x5F4E, 0x5F37};
constexpr std::array<std::uint16_t, 2> kKeyParts{0x90, 0x91};
constexpr std::size_t kKeyIdSize = 16;

using Certificate = std::shared_ptr<x509_st>;

Certificate parse(ByteView der) {
  const std::uint8_t* at = der.data();
  Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())), X509_free);
  return at == der.data() + der.size() ? certificate : nullptr;
}

std::optional<Date> day_in_japan(const ASN1_TIME* time) {
  std::tm utc{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &utc) != 1) return std::nullopt;
  const std::int64_t days = to_days({utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday});
  const auto moment =
      std::chrono::hours(24 * days + utc.tm_hour) + std::chrono::minutes(utc.tm_min) + std::chrono::seconds(utc.tm_sec);
  return to_jst(WallTime(moment)).date;
}

}  // namespace

std::optional<AuthCertificate> read_auth_certificate(ByteView der) {
  const auto certificate = parse(der);
  if (!certificate) return std::nullopt;
  const auto ends = day_in_japan(X509_get0_notAfter(certificate.get()));
  auto key = RsaKey::take(X509_get_pubkey(certificate.get()));
  if (!ends || !key) return std::nullopt;
  return AuthCertificate{*ends, *key};
}

bool issued_by(ByteView der, const TrustStore& trust) {
  const auto certificate = parse(der);
  if (!certificate) return false;
  EVP_PKEY* ca_key = X509_get0_pubkey(trust.auth_ca.get());
  const bool names_match =
      X509_NAME_cmp(X509_get_issuer_name(certificate.get()), X509_get_subject_name(trust.auth_ca.get())) == 0;
  return ca_key != nullptr && names_match && X509_verify(certificate.get(), ca_key) == 1;
}

std::optional<RsaKey> read_card_key(ByteView value) {
  const auto parts = read_tlvs(value, kKeyParts);
  if (!parts) return std::nullopt;
  return RsaKey::from_numbers((*parts)[1].value, (*parts)[0].value);
}

std::optional<RsaKey> read_cv_certificate(ByteView file, const TrustStore& trust) {
  const auto outer = read_tlvs(file, kCvTag);
  if (!outer) return std::nullopt;
  const auto parts = read_tlvs((*outer)[0].value, kCvParts);
  if (!parts) return std::nullopt;
  const ByteView body = (*parts)[0].value;
  if (body.size() < 2 * kKeyIdSize) return std::nullopt;
  if (!std::ranges::equal(body.first(kKeyIdSize), trust.visual_ca_id)) return std::nullopt;
  if (!trust.visual_ca.signed_this((*parts)[1].value, digest_info(sha256(body)))) return std::nullopt;
  return read_card_key(body.subspan(2 * kKeyIdSize));
}

}  // namespace omote::card
