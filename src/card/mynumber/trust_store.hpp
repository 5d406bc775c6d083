// Whose signatures on cards are believed. A folder with two files: visual_ca.pem, a line "key-id: " with 32 hexadecimal
// digits and the public key (or a certificate) of the authority that certifies the visual application's keys; and
// jpki_auth_ca.pem, the CA certificate of the user authentication certificates.
#pragma once

#include <array>
#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "card/mynumber/rsa.hpp"

struct x509_st;

namespace omote::card {

using KeyId = std::array<std::uint8_t, 16>;

struct TrustStore {
  RsaKey visual_ca;
  KeyId visual_ca_id{};
  std::shared_ptr<x509_st> auth_ca;  // shared: OpenSSL counts references itself

  // Reason: trust_store_unusable (the context names the file and what is expected).
  [[nodiscard]] static Result<TrustStore> load(const std::filesystem::path& folder);
};

}  // namespace omote::card
