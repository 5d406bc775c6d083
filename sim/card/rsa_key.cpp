#include "sim/card/rsa_key.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "base/file.hpp"

namespace omote::sim::card {
namespace {

using Bio = std::unique_ptr<BIO, decltype([](BIO* bio) { BIO_free(bio); })>;
using Context = std::unique_ptr<EVP_PKEY_CTX, decltype([](EVP_PKEY_CTX* context) { EVP_PKEY_CTX_free(context); })>;

std::string contents(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

Bytes run_signature(EVP_PKEY_CTX* context, ByteView data) {
  std::size_t size = 256;
  Bytes signature(size);
  if (EVP_PKEY_sign(context, signature.data(), &size, data.data(), data.size()) <= 0) return {};
  signature.resize(size);
  return signature;
}

}  // namespace

Result<RsaKey> RsaKey::generate() {
  EVP_PKEY* key = EVP_RSA_gen(2048);
  if (key == nullptr) return fail("key_not_made", "RSA-2048");
  return RsaKey(key);
}

Result<RsaKey> RsaKey::load_or_generate(const std::filesystem::path& file) {
  if (const auto stored = read_file(file)) {
    const Bio bio(BIO_new_mem_buf(stored->data(), static_cast<int>(stored->size())));
    EVP_PKEY* key = PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr);
    if (key == nullptr) return fail("key_unreadable", file.string());
    return RsaKey(key);
  }
  auto made = generate();
  if (!made) return made;
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(bio.get(), made->get(), nullptr, nullptr, 0, nullptr, nullptr);
  if (auto ok = write_durably(file, as_bytes(contents(bio.get()))); !ok) return pass(ok);
  return made;
}

Bytes RsaKey::modulus() const {
  BIGNUM* n = nullptr;
  if (EVP_PKEY_get_bn_param(key_.get(), OSSL_PKEY_PARAM_RSA_N, &n) != 1) return {};
  Bytes bytes(256);
  BN_bn2binpad(n, bytes.data(), 256);
  BN_free(n);
  return bytes;
}

Bytes RsaKey::public_objects() const {
  Bytes objects{0x90, 0x03, 0x01, 0x00, 0x01, 0x91, 0x82, 0x01, 0x00};
  append(objects, modulus());
  return objects;
}

std::string RsaKey::public_pem() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PUBKEY(bio.get(), key_.get());
  return contents(bio.get());
}

Bytes RsaKey::sign_padded(ByteView data) const {
  const Context context(EVP_PKEY_CTX_new(key_.get(), nullptr));
  EVP_PKEY_sign_init(context.get());
  EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING);
  return run_signature(context.get(), data);
}

Bytes RsaKey::sign_digest_info(ByteView digest) const {
  const auto size = static_cast<std::uint8_t>(digest.size());
  Bytes info{0x30, static_cast<std::uint8_t>(17 + size),
             0x30, 0x0D,
             0x06, 0x09,
             0x60, 0x86,
             0x48, 0x01,
             0x65, 0x03,
             0x04, 0x02,
             0x01, 0x05,
             0x00, 0x04,
             size};
  append(info, digest);
  return sign_padded(info);
}

Bytes RsaKey::sign_pss(ByteView digest) const {
  const Context context(EVP_PKEY_CTX_new(key_.get(), nullptr));
  EVP_PKEY_sign_init(context.get());
  EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PSS_PADDING);
  EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256());
  EVP_PKEY_CTX_set_rsa_pss_saltlen(context.get(), 32);
  return run_signature(context.get(), digest);
}

}  // namespace omote::sim::card
