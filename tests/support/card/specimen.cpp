#include "tests/support/card/specimen.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>

#include "card/mynumber/rsa.hpp"

namespace omote::test {

namespace {

constexpr const char* kKeyId = "39393939393939080530303100000000";

Bytes joined(std::initializer_list<ByteView> parts) {
  Bytes all;
  for (const auto part : parts) append(all, part);
  return all;
}

std::string pem_of(auto write) {
  BIO* bio = BIO_new(BIO_s_mem());
  write(bio);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  return text;
}

X509* make_certificate(EVP_PKEY* key, const std::string& subject, EVP_PKEY* issuer_key, const std::string& issuer,
                       const std::string& not_after) {
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 4711);
  ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), "20250101000000Z");
  ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), not_after.c_str());
  const auto name = [](X509_NAME* to, const std::string& text) {
    X509_NAME_add_entry_by_txt(to, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.data()),
                               static_cast<int>(text.size()), -1, 0);
  };
  name(X509_get_subject_name(certificate), subject);
  name(X509_get_issuer_name(certificate), issuer);
  X509_set_pubkey(certificate, key);
  X509_sign(certificate, issuer_key, EVP_sha256());
  return certificate;
}

X509* make_ca() {
  return make_certificate(key_named("jpki ca"), "mihon jpki ca", key_named("jpki ca"), "mihon jpki ca", "20401231000000Z");
}

}  // namespace

EVP_PKEY* key_named(const std::string& name) {
  static std::map<std::string, std::shared_ptr<EVP_PKEY>> keys;
  auto& key = keys[name];
  if (!key) key.reset(EVP_RSA_gen(2048), EVP_PKEY_free);
  return key.get();
}

Bytes sign_raw(EVP_PKEY* key, ByteView info) {
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new(key, nullptr);
  Bytes signature(256);
  std::size_t size = signature.size();
  const bool good = EVP_PKEY_sign_init(context) > 0 && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) > 0 &&
                    EVP_PKEY_sign(context, signature.data(), &size, info.data(), info.size()) > 0;
  EVP_PKEY_CTX_free(context);
  if (!good) throw std::runtime_error("specimen: signing failed");
  return signature;
}

Bytes tlv(std::uint16_t tag, ByteView value) {
  Bytes bytes;
  if (tag > 0xFF) bytes.push_back(static_cast<std::uint8_t>(tag >> 8));
  bytes.push_back(static_cast<std::uint8_t>(tag));
  if (value.size() < 0x80) {
    bytes.push_back(static_cast<std::uint8_t>(value.size()));
  } else if (value.size() < 0x100) {
    append(bytes, Bytes{0x81, static_cast<std::uint8_t>(value.size())});
  } else {
    bytes.push_back(0x82);
    append_big_endian_16(bytes, static_cast<std::uint16_t>(value.size()));
  }
  append(bytes, value);
  return bytes;
}

Bytes card_key(EVP_PKEY* key) {
  BIGNUM* n = nullptr;
  EVP_PKEY_get_bn_param(key, "n", &n);
  Bytes modulus(256);
  BN_bn2binpad(n, modulus.data(), 256);
  BN_free(n);
  return joined({tlv(0x90, Bytes{1, 0, 1}), tlv(0x91, modulus)});
}

Bytes face_file(const FaceParts& parts) {
  const auto birth = tlv(0xDF22, as_bytes(parts.birth));
  const auto sex = tlv(0xDF23, as_bytes(parts.sex));
  const auto key = tlv(0xDF24, card_key(key_named(parts.card_key_name)));
  const auto name = tlv(0xDF25, parts.name);
  const auto address = tlv(0xDF26, parts.address);
  const auto photo = tlv(0xDF27, parts.photo);
  Bytes digests;
  append(digests, sha256(joined({birth, sex, key})));
  append(digests, sha256(joined({name, address})));
  append(digests, sha256(photo));
  const auto signature = tlv(0xDF28, sign_raw(key_named(parts.signer), card::digest_info(digests)));
  const auto expiry = tlv(0xDF29, as_bytes(parts.expiry));
  const auto code = tlv(0xDF2A, parts.code);
  Bytes table;
  std::size_t at = 5 + 21;  // the head of FF20 with a two-byte length, the table itself
  Bytes rest;
  for (const auto* part : {&birth, &sex, &key, &name, &address, &photo, &signature, &expiry, &code}) {
    append_big_endian_16(table, static_cast<std::uint16_t>(at));
    at += part->size();
    append(rest, *part);
  }
  return tlv(0xFF20, joined({tlv(0xDF21, table), rest}));
}

Bytes cv_certificate(const std::string& subject, const std::string& authority) {
  const auto id = from_hex(kKeyId).value();
  const auto body = joined({id, id, card_key(key_named(subject))});
  const auto signature = sign_raw(key_named(authority), card::digest_info(sha256(body)));
  return tlv(0x7F21, joined({tlv(0x5F4E, body), tlv(0x5F37, signature)}));
}

Bytes auth_certificate(const std::string& authority, const std::string& not_after) {
  X509* certificate = make_certificate(key_named("auth"), "mihon card", key_named(authority), "mihon jpki ca", not_after);
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  Bytes bytes(der, der + size);
  OPENSSL_free(der);
  X509_free(certificate);
  return bytes;
}

card::TrustStore trust_store() {
  EVP_PKEY* visual = key_named("visual ca");
  EVP_PKEY_up_ref(visual);
  card::TrustStore store{card::RsaKey::take(visual).value(), {}, std::shared_ptr<X509>(make_ca(), X509_free)};
  std::ranges::copy(from_hex(kKeyId).value(), store.visual_ca_id.begin());
  return store;
}

void write_trust_store(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "visual_ca.pem") << "key-id: " << kKeyId << "\n"
                                          << pem_of([](BIO* bio) { PEM_write_bio_PUBKEY(bio, key_named("visual ca")); });
  X509* ca = make_ca();
  std::ofstream(folder / "jpki_auth_ca.pem") << pem_of([&](BIO* bio) { PEM_write_bio_X509(bio, ca); });
  X509_free(ca);
}

}  // namespace omote::test
