#include "card/mynumber/rsa.hpp"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>

namespace omote::card {

namespace {

template <class T, void (*Free)(T*)>
struct Freed {
  void operator()(T* object) const { Free(object); }
};
template <class T, void (*Free)(T*)>
using Owned = std::unique_ptr<T, Freed<T, Free>>;

void free_bio(BIO* bio) {
  BIO_free(bio);
}

}  // namespace

RsaKey::RsaKey(evp_pkey_st* key) : key_(key, EVP_PKEY_free) {}

std::optional<RsaKey> RsaKey::take(evp_pkey_st* key) {
  if (key == nullptr) return std::nullopt;
  RsaKey owned(key);
  const int bits = EVP_PKEY_get_bits(key);
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA || bits < 2048 || bits > 4096) return std::nullopt;
  return owned;
}

std::optional<RsaKey> RsaKey::from_numbers(ByteView modulus, ByteView exponent) {
  if (modulus.size() > 512 || exponent.empty() || exponent.size() > 8) return std::nullopt;
  const bool odd = (exponent.back() & 1) != 0;
  const bool one =
      exponent.back() == 1 && std::ranges::all_of(exponent.first(exponent.size() - 1), [](auto b) { return b == 0; });
  if (!odd || one) return std::nullopt;
  const Owned<BIGNUM, BN_free> n(BN_bin2bn(modulus.data(), static_cast<int>(modulus.size()), nullptr));
  const Owned<BIGNUM, BN_free> e(BN_bin2bn(exponent.data(), static_cast<int>(exponent.size()), nullptr));
  const Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> build(OSSL_PARAM_BLD_new());
  if (!n || !e || !build) return std::nullopt;
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  const Owned<OSSL_PARAM, OSSL_PARAM_free> parameters(OSSL_PARAM_BLD_to_param(build.get()));
  const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) <= 0) return std::nullopt;
  if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) <= 0) return std::nullopt;
  return take(key);
}

std::optional<RsaKey> RsaKey::from_pem(std::string_view pem) {
  const auto reader = [&] { return Owned<BIO, free_bio>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))); };
  if (pem.find("BEGIN CERTIFICATE") != std::string_view::npos) {
    const Owned<X509, X509_free> certificate(PEM_read_bio_X509(reader().get(), nullptr, nullptr, nullptr));
    return certificate ? take(X509_get_pubkey(certificate.get())) : std::nullopt;
  }
  return take(PEM_read_bio_PUBKEY(reader().get(), nullptr, nullptr, nullptr));
}

bool RsaKey::signed_this(ByteView signature, ByteView info) const {
  const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(EVP_PKEY_CTX_new(key_.get(), nullptr));
  if (!context || EVP_PKEY_verify_recover_init(context.get()) <= 0) return false;
  if (EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) <= 0) return false;
  std::array<std::uint8_t, 512> recovered{};
  std::size_t size = recovered.size();
  if (EVP_PKEY_verify_recover(context.get(), recovered.data(), &size, signature.data(), signature.size()) <= 0) return false;
  return std::ranges::equal(ByteView(recovered).first(size), info);
}

Bytes digest_info(ByteView digest) {
  static constexpr std::array<std::uint8_t, 15> kSha256{0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                                        0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00};
  const auto size = static_cast<std::uint8_t>(digest.size());
  Bytes info{0x30, static_cast<std::uint8_t>(kSha256.size() + 2 + size)};
  append(info, kSha256);
  info.push_back(0x04);
  info.push_back(size);
  append(info, digest);
  return info;
}

}  // namespace omote::card
