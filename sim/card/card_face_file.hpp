// The files that describe the holder, in the layouts of reference/card.md §1.3 and §1.5.
#pragma once

#include "base/result.hpp"
#include "sim/card/rsa_key.hpp"
#include "sim/personas/persona.hpp"

namespace omote::sim::card {

// Visual EF 0002: FF20 { DF21 offsets, DF22 birth, DF23 sex, DF24 card key, DF25 name, DF26 address, DF27 photo, DF28
// signature over SHA256(DF22-24), SHA256(DF25-26), SHA256(DF27), DF29 expiry, DF2A code picture }. Reason: card_face_too_large.
[[nodiscard]] Result<Bytes> card_face_file(const personas::Persona& persona, const RsaKey& card_key, const RsaKey& signer,
                                           ByteView photo_jp2);
// Visual EF 0001: FF10 { DF11 birth, DF12 card key, DF13 signature over both }.
[[nodiscard]] Bytes age_file(const personas::Persona& persona, const RsaKey& card_key, const RsaKey& signer);
// Visual EF 0005: FF40 { DF41 picture of the 12 digits, DF42 card key, DF43 signature }.
[[nodiscard]] Result<Bytes> number_picture_file(const personas::Persona& persona, const RsaKey& card_key, const RsaKey& signer);

// Text EF 0001, 17 bytes with its filler.
[[nodiscard]] Bytes number_text_file(const personas::Persona& persona);
struct BasicText {
  Bytes file;    // text EF 0002
  Bytes hashed;  // its value after DF21, which the signature covers
};
[[nodiscard]] BasicText basic_text_file(const personas::Persona& persona);
// Text EF 0003: FF30 { DF31 SHA-256 of EF 0001, DF32 SHA-256 of the hashed part of EF 0002, DF33 signature over both }.
[[nodiscard]] Bytes text_signature_file(ByteView number_file, const BasicText& basic, const RsaKey& signer);

}  // namespace omote::sim::card
