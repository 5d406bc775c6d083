// The fictitious authorities behind the simulated cards, made once under one folder and used again:
//
//   DIR/card-trust/            what a host in the simulated environment is given as its trust store
//     jpki_auth_ca.pem         X.509, issuer of user authentication certificates (JPKI EF 000A; itself EF 000B)
//     jpki_sign_ca.pem         X.509, issuer of signature certificates (EF 0001; itself EF 0002)
//     visual_ca.pem            the CA of the visual AP's CV certificates (EF 0004)
//     text_ca.pem              the CA of the text AP's
//     README                   says that all of it is 見本
//   DIR/private/               the authorities' and the cards' private keys, mode 0600
//
// A CV CA file has one line "key-id: <32 hex digits>" (the issuer key id of the certificates, reference/card.md §1.6) in
// front of a PEM "PUBLIC KEY" block; every PEM reader skips the line.
//
// Real key ids begin with 5000 and those of the test hierarchy with 6000; ours begin with 9999 and belong to nobody.
#pragma once

#include <filesystem>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "sim/card/rsa_key.hpp"
#include "sim/personas/persona.hpp"

namespace omote::sim::card {

// The keys inside one card.
struct CardKeys {
  RsaKey auth;    // JPKI 0017
  RsaKey sign;    // JPKI 001A; absent without signature certificate
  RsaKey visual;  // visual AP 001A, the anti-clone key
  RsaKey text;    // text AP 0013
  RsaKey common;  // common AP 0019
};

class Authorities {
 public:
  // A second when the folder is new, milliseconds after that; safe when several processes begin at once.
  // Reasons: authorities_not_made (context: the folder), and those of RsaKey::load_or_generate.
  static Result<Authorities> open(const std::filesystem::path& folder);

  [[nodiscard]] std::filesystem::path trust_folder() const { return folder_ / "card-trust"; }
  [[nodiscard]] const Bytes& auth_ca_certificate() const { return auth_ca_der_; }  // DER
  [[nodiscard]] const Bytes& sign_ca_certificate() const { return sign_ca_der_; }
  // CV certificates of the keys that sign card contents (EF 0004 of both APs).
  [[nodiscard]] const Bytes& visual_certificate() const { return visual_certificate_; }
  [[nodiscard]] const Bytes& text_certificate() const { return text_certificate_; }
  [[nodiscard]] const RsaKey& visual_signer() const { return visual_signer_; }
  [[nodiscard]] const RsaKey& text_signer() const { return text_signer_; }

  // Keys of one persona's card: half a second the first time, cached in the folder.
  [[nodiscard]] Result<CardKeys> card_keys(const personas::Persona& persona) const;
  // DER. The same persona with the same dates always gets the same bytes; the serial number is
  // personas::Persona::certificate_serial() (+1 for the signature certificate). Valid to the end of the last day in Japan.
  [[nodiscard]] Result<Bytes> auth_certificate(const personas::Persona& persona, const RsaKey& key) const;
  [[nodiscard]] Result<Bytes> sign_certificate(const personas::Persona& persona, const RsaKey& key) const;

 private:
  std::filesystem::path folder_;
  RsaKey auth_ca_, sign_ca_, visual_ca_, text_ca_, visual_signer_, text_signer_;
  Bytes auth_ca_der_, sign_ca_der_, visual_certificate_, text_certificate_;
};

// 16 bytes: seven digits, 08 05, three digits, four bytes of padding.
[[nodiscard]] Bytes cv_key_id(std::string_view seven_digits);

}  // namespace omote::sim::card
