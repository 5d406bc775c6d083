// The ways in which the card's signing command (80 2A) treats its data (reference/card.md §1.7).
#pragma once

#include "sim/card/rsa_key.hpp"

namespace omote::sim::card {

// Answer and status word. P1: 00 data as given; 01 SHA-256 of the data, bare; 02 a digest, in a DigestInfo; 03 SHA-256 of
// the data, in a DigestInfo (all PKCS#1 v1.5); 04 a digest, PSS; 05 SHA-256 of the data, PSS. Others: 6A86. Data that do
// not fit: 6985.
[[nodiscard]] Bytes make_signature(const RsaKey& key, std::uint8_t p1, ByteView data);

}  // namespace omote::sim::card
