#include "sim/national/holder_certificate.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <ctime>

#include "base/clock.hpp"

namespace omote::sim::national {

namespace {

Date in_japan(const ASN1_TIME* time) {
  std::tm utc{};
  ASN1_TIME_to_tm(time, &utc);
  return to_jst(WallTime(std::chrono::seconds(timegm(&utc)))).date;
}

}  // namespace

Result<HolderAuthority> HolderAuthority::open(const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                          BIO_free_all);
  HolderAuthority authority;
  authority.authority_ = {PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free};
  ERR_clear_error();
  if (!authority.authority_) return fail("holder_authority_unusable");
  return authority;
}

std::optional<HolderCertificate> HolderAuthority::check(ByteView der) const {
  const auto* begin = der.data();
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(d2i_X509(nullptr, &begin, static_cast<long>(der.size())),
                                                                X509_free);
  const bool whole = certificate && begin == der.data() + der.size();
  const bool signed_here = whole && X509_check_issued(authority_.get(), certificate.get()) == X509_V_OK &&
                           X509_verify(certificate.get(), X509_get0_pubkey(authority_.get())) == 1;
  ERR_clear_error();
  if (!signed_here) return std::nullopt;
  HolderCertificate holder;
  if (ASN1_INTEGER_get_uint64(&holder.serial, X509_get0_serialNumber(certificate.get())) != 1) return std::nullopt;
  holder.not_before = in_japan(X509_get0_notBefore(certificate.get()));
  holder.not_after = in_japan(X509_get0_notAfter(certificate.get()));
  holder.key = {X509_get_pubkey(certificate.get()), EVP_PKEY_free};
  return holder;
}

bool signature_holds(const HolderCertificate& certificate, ByteView challenge, ByteView signature) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const bool holds = EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, certificate.key.get()) == 1 &&
                     EVP_DigestVerify(context.get(), signature.data(), signature.size(), challenge.data(), challenge.size()) == 1;
  ERR_clear_error();
  return holds;
}

}  // namespace omote::sim::national
