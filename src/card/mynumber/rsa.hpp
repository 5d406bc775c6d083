// RSA signatures as the card makes them: PKCS#1 v1.5 over a DigestInfo for SHA-256 whose digest may be longer than usual
// (reference/card.md §1.5), so they are recovered and compared rather than verified by name.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"

struct evp_pkey_st;

namespace omote::card {

class RsaKey {
 public:
  // Big-endian numbers. Only 2048 to 4096 bits and odd exponents above 1; nothing otherwise.
  [[nodiscard]] static std::optional<RsaKey> from_numbers(ByteView modulus, ByteView exponent);
  // "-----BEGIN PUBLIC KEY-----" or the key of "-----BEGIN CERTIFICATE-----".
  [[nodiscard]] static std::optional<RsaKey> from_pem(std::string_view pem);
  // Takes the key over; nothing when it is not RSA.
  [[nodiscard]] static std::optional<RsaKey> take(evp_pkey_st* key);

  // Whether `signature` holds exactly `digest_info`.
  [[nodiscard]] bool signed_this(ByteView signature, ByteView digest_info) const;

 private:
  explicit RsaKey(evp_pkey_st* key);
  std::shared_ptr<evp_pkey_st> key_;  // shared: OpenSSL counts references itself, and keys are copied with their holders
};

// DigestInfo { SHA-256, digest }; the digest has at most 96 bytes.
[[nodiscard]] Bytes digest_info(ByteView digest);

}  // namespace omote::card
