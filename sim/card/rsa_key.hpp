// RSA-2048 keys of cards and authorities, with the plain operations that the card offers.
#pragma once

#include <openssl/evp.h>

#include <filesystem>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace omote::sim::card {

// Shared and immutable; used by one thread at a time each.
class RsaKey {
 public:
  RsaKey() = default;
  // A tenth of a second and more. Reason: key_not_made.
  static Result<RsaKey> generate();
  // The key stored in the file, or a new one, stored there (mode 0600) before it is returned. Making is slow, so keys of
  // simulated cards are made once. Reasons: key_not_made, key_unreadable, file_unwritable.
  static Result<RsaKey> load_or_generate(const std::filesystem::path& file);

  [[nodiscard]] bool present() const { return key_ != nullptr; }
  [[nodiscard]] EVP_PKEY* get() const { return key_.get(); }
  [[nodiscard]] Bytes modulus() const;  // 256 bytes
  // `90 03 010001` + `91 82 0100 <256>`, 265 bytes (reference/card.md §1.5, DF24).
  [[nodiscard]] Bytes public_objects() const;
  [[nodiscard]] std::string public_pem() const;
  // PKCS#1 v1.5 padding around `data` (1 to 245 bytes); empty when the data do not fit.
  [[nodiscard]] Bytes sign_padded(ByteView data) const;
  // PKCS#1 v1.5 over DigestInfo(SHA-256, digest); the digest may be longer than 32 bytes, as the visual AP's is
  // (reference/card.md §1.5).
  [[nodiscard]] Bytes sign_digest_info(ByteView digest) const;
  // RSASSA-PSS, SHA-256, salt of 32 bytes, over a digest of 32 bytes.
  [[nodiscard]] Bytes sign_pss(ByteView digest) const;

 private:
  explicit RsaKey(EVP_PKEY* key) : key_(key, EVP_PKEY_free) {}
  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace omote::sim::card
