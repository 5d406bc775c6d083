#include "sim/card/certificate.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/clock.hpp"

namespace omote::sim::card {
namespace {

using X509Ptr = std::unique_ptr<X509, decltype([](X509* certificate) { X509_free(certificate); })>;
using Bio = std::unique_ptr<BIO, decltype([](BIO* bio) { BIO_free(bio); })>;

void add(X509_NAME* name, const char* field, std::string_view value) {
  X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.data()),
                             static_cast<int>(value.size()), -1, 0);
}

void fill_name(X509_NAME* name, std::string_view unit, std::string_view common_name) {
  add(name, "C", "JP");
  if (!unit.empty()) {
    add(name, "O", "Omote Specimen");
    add(name, "OU", unit);
  }
  if (!common_name.empty()) add(name, "CN", common_name);
}

void set_time(ASN1_TIME* time, const JstTime& jst) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(from_jst(jst).time_since_epoch()).count();
  ASN1_TIME_set(time, static_cast<time_t>(seconds));
}

void add_extension(X509* subject, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, subject, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
  if (extension == nullptr) return;
  X509_add_ext(subject, extension, -1);
  X509_EXTENSION_free(extension);
}

const char* key_usage(CertificateUse use) {
  if (use == CertificateUse::Authority) return "critical,keyCertSign,cRLSign";
  return use == CertificateUse::Authentication ? "critical,digitalSignature" : "critical,digitalSignature,nonRepudiation";
}

Bytes to_der(X509* certificate) {
  Bytes der(static_cast<std::size_t>(std::max(0, i2d_X509(certificate, nullptr))));
  auto* out = der.data();
  i2d_X509(certificate, &out);
  return der;
}

}  // namespace

Result<Bytes> make_certificate(const CertificateOrder& order, const RsaKey& subject, const RsaKey& issuer) {
  const X509Ptr certificate(X509_new());
  X509* x509 = certificate.get();
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(x509), order.serial);
  fill_name(X509_get_issuer_name(x509), order.issuer_unit, "");
  fill_name(X509_get_subject_name(x509), order.subject_unit, order.subject_name);
  set_time(X509_getm_notBefore(x509), {.date = order.not_before});
  set_time(X509_getm_notAfter(x509), {.date = order.not_after, .hour = 23, .minute = 59, .second = 59});
  X509_set_pubkey(x509, subject.get());
  add_extension(x509, x509, NID_basic_constraints, order.use == CertificateUse::Authority ? "critical,CA:TRUE" : "CA:FALSE");
  add_extension(x509, x509, NID_key_usage, key_usage(order.use));
  add_extension(x509, x509, NID_subject_key_identifier, "hash");
  if (X509_sign(x509, issuer.get(), EVP_sha256()) <= 0) return fail("certificate_not_made", order.issuer_unit);
  return to_der(x509);
}

std::string to_pem(ByteView der_certificate) {
  const auto* in = der_certificate.data();
  const X509Ptr certificate(d2i_X509(nullptr, &in, static_cast<long>(der_certificate.size())));
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace omote::sim::card
