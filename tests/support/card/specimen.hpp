// 見本 What a specimen card holds, made from keys of fictitious authorities that live as long as the test program.
#pragma once

#include <filesystem>
#include <string>

#include "base/bytes.hpp"
#include "card/mynumber/trust_store.hpp"

struct evp_pkey_st;

namespace omote::test {

// RSA-2048; made once per name and process.
[[nodiscard]] evp_pkey_st* key_named(const std::string& name);
// PKCS#1 v1.5 over a ready DigestInfo.
[[nodiscard]] Bytes sign_raw(evp_pkey_st* key, ByteView digest_info);

[[nodiscard]] Bytes tlv(std::uint16_t tag, ByteView value);
// 90 03 010001 91 82 0100 …
[[nodiscard]] Bytes card_key(evp_pkey_st* key);

struct FaceParts {
  std::string birth = "19800217";
  std::string sex = "1";
  std::string card_key_name = "card";
  Bytes name = Bytes(60, 0x4E);
  Bytes address = Bytes(90, 0x41);
  Bytes photo = Bytes(900, 0x50);
  std::string signer = "signer";
  std::string expiry = "20350217";
  Bytes code = Bytes(40, 0x43);
};
// EF 0002 of the visual application, signed as parts.signer says.
[[nodiscard]] Bytes face_file(const FaceParts& parts = {});
// EF 0004: `subject` certified by `authority` under the key id of trust_store().
[[nodiscard]] Bytes cv_certificate(const std::string& subject = "signer", const std::string& authority = "visual ca");
// EF 000A: the key named "auth", issued by the authority named `authority`; notAfter in UTC ("20300331145959Z").
[[nodiscard]] Bytes auth_certificate(const std::string& authority = "jpki ca", const std::string& not_after = "20300331145959Z");

[[nodiscard]] card::TrustStore trust_store();
// The same as files.
void write_trust_store(const std::filesystem::path& folder);

}  // namespace omote::test
