#include "tests/integration/national/holder.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace omote::sim::national::test {

namespace {

std::shared_ptr<EVP_PKEY> new_key() {
  return {EVP_RSA_gen(2048), EVP_PKEY_free};
}

std::shared_ptr<X509> make(std::uint32_t serial, const char* name, EVP_PKEY* key, EVP_PKEY* signer, const X509* issuer, int from,
                           int to) {
  std::shared_ptr<X509> certificate(X509_new(), X509_free);
  auto* c = certificate.get();
  X509_set_version(c, X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(c), serial);
  X509_gmtime_adj(X509_getm_notBefore(c), from * 86'400L);
  X509_gmtime_adj(X509_getm_notAfter(c), to * 86'400L);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(c), "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(name), -1, -1,
                             0);
  X509_set_issuer_name(c, X509_get_subject_name(issuer != nullptr ? issuer : c));
  X509_set_pubkey(c, key);
  X509_sign(c, signer, EVP_sha256());
  return certificate;
}

Bytes to_der(X509* certificate) {
  Bytes der(static_cast<std::size_t>(i2d_X509(certificate, nullptr)));
  auto* at = der.data();
  i2d_X509(certificate, &at);
  return der;
}

}  // namespace

Holders::Holders()
    : authority_key_(new_key()),
      other_key_(new_key()),
      holder_key_(new_key()),
      authority_(make(1, "Specimen holders' CA", authority_key_.get(), authority_key_.get(), nullptr, -3650, 3650)) {}

std::string Holders::authority_pem() const {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
  PEM_write_bio_X509(bio.get(), authority_.get());
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

Bytes Holders::certificate(std::uint32_t serial, int from_day, int to_day) const {
  return to_der(
      make(serial, "Specimen holder", holder_key_.get(), authority_key_.get(), authority_.get(), from_day, to_day).get());
}
Bytes Holders::forged_certificate(std::uint32_t serial) const {
  return to_der(make(serial, "Specimen holder", holder_key_.get(), other_key_.get(), authority_.get(), -10, 1000).get());
}

Bytes Holders::sign(ByteView challenge) const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::size_t size = 0;
  EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, holder_key_.get());
  EVP_DigestSign(context.get(), nullptr, &size, challenge.data(), challenge.size());
  Bytes signature(size);
  EVP_DigestSign(context.get(), signature.data(), &size, challenge.data(), challenge.size());
  signature.resize(size);
  return signature;
}

}  // namespace omote::sim::national::test
