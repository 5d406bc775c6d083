#include "net/tls.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

#include "base/file.hpp"
#include "net/tls_context.hpp"

namespace omote::net {

namespace {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* thing) const {
    Free(thing);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;

// OpenSSL fails here only without memory or randomness, which nothing can go on without.
void must(bool fine) {
  if (!fine) throw std::runtime_error("the cryptographic library cannot make an identity");
}

ByteView contents(BIO* bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  return {reinterpret_cast<const std::uint8_t*>(data), static_cast<std::size_t>(size)};
}

void add_extension(X509* certificate, int name, const char* value) {
  std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>> extension(X509V3_EXT_conf_nid(nullptr, nullptr, name, value));
  must(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1);
}

Certificate self_signed(EVP_PKEY* key, const std::string& common_name) {
  constexpr long kThirtyYears = 30L * 365 * 24 * 3600;
  Certificate certificate(X509_new());
  must(certificate != nullptr);
  auto* c = certificate.get();
  auto serial = random_bytes(16);
  serial[0] &= 0x7F;
  std::unique_ptr<BIGNUM, Deleter<BN_free>> number(BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
  must(X509_set_version(c, X509_VERSION_3) == 1 && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(c)) != nullptr);
  // A day back: the two clocks of a link need not agree.
  must(X509_gmtime_adj(X509_getm_notBefore(c), -24L * 3600) != nullptr);
  must(X509_gmtime_adj(X509_getm_notAfter(c), kThirtyYears) != nullptr);
  auto* name = X509_get_subject_name(c);
  must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                                  0) == 1);
  must(X509_set_issuer_name(c, name) == 1 && X509_set_pubkey(c, key) == 1);
  add_extension(c, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(c, NID_key_usage, "critical,digitalSignature");
  must(X509_sign(c, key, EVP_sha256()) > 0);
  return certificate;
}

Result<Identity> read_identity(const std::filesystem::path& certificate, const std::filesystem::path& key) {
  auto certificate_bytes = read_file(certificate, 1 << 20);
  if (!certificate_bytes) return pass(certificate_bytes);
  auto key_bytes = read_file(key, 1 << 20);
  if (!key_bytes) return pass(key_bytes);
  Identity identity{as_text(*certificate_bytes), Secret::take(std::move(*key_bytes))};
  if (!fits_together(identity)) return fail("identity_unreadable", certificate.string());
  return identity;
}

}  // namespace

Identity make_identity(const std::string& common_name) {
  const Key key(EVP_EC_gen("P-256"));
  must(key != nullptr);
  const auto certificate = self_signed(key.get(), common_name);
  const Bio certificate_pem(BIO_new(BIO_s_mem()));
  const Bio key_pem(BIO_new(BIO_s_secmem()));
  must(PEM_write_bio_X509(certificate_pem.get(), certificate.get()) == 1);
  must(PEM_write_bio_PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return {as_text(contents(certificate_pem.get())), Secret(contents(key_pem.get()))};
}

Result<Identity> load_identity(const std::filesystem::path& certificate, const std::filesystem::path& key) {
  return read_identity(certificate, key);
}

Result<Identity> load_or_make_identity(const std::filesystem::path& certificate, const std::filesystem::path& key,
                                       const std::string& common_name) {
  std::error_code ignored;
  const bool has_certificate = std::filesystem::exists(certificate, ignored);
  const bool has_key = std::filesystem::exists(key, ignored);
  if (has_certificate && has_key) return read_identity(certificate, key);
  if (has_certificate || has_key) return fail("identity_incomplete", (has_certificate ? key : certificate).string());
  std::filesystem::create_directories(key.parent_path(), ignored);
  auto identity = make_identity(common_name);
  if (auto written = write_durably(key, identity.key_pem.reveal()); !written) return pass(written);
  if (auto written = write_durably(certificate, as_bytes(identity.certificate_pem)); !written) return pass(written);
  return identity;
}

std::string fingerprint(const std::string& certificate_pem) {
  const Bio bio(BIO_new_mem_buf(certificate_pem.data(), static_cast<int>(certificate_pem.size())));
  const Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  return fingerprint_of(certificate.get());
}

}  // namespace omote::net
