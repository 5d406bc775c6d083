#include "card/mynumber/trust_store.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <optional>
#include <string>

#include "base/file.hpp"

namespace omote::card {

namespace {

std::unexpected<Failure> unusable(const std::filesystem::path& file, std::string_view expected) {
  return fail("trust_store_unusable", file.string() + ": expected " + std::string(expected));
}

std::string contents(const std::filesystem::path& file) {
  const auto bytes = read_file(file, 64 << 10);
  return bytes ? as_text(*bytes) : std::string();
}

std::shared_ptr<x509_st> certificate_in(const std::string& pem) {
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  std::shared_ptr<x509_st> certificate(PEM_read_bio_X509(bio, nullptr, nullptr, nullptr), X509_free);
  BIO_free(bio);
  return certificate;
}

// The first word of the line "key-id: ...".
std::optional<Bytes> key_id_in(const std::string& pem) {
  static constexpr std::string_view kName = "key-id:";
  const auto at = pem.find(kName);
  if (at == std::string::npos) return std::nullopt;
  const auto begin = at + kName.size();
  std::string line = pem.substr(begin, pem.find('\n', begin) - begin);
  std::erase(line, '\r');
  return from_hex(line);
}

}  // namespace

Result<TrustStore> TrustStore::load(const std::filesystem::path& folder) {
  const auto visual_file = folder / "visual_ca.pem";
  const std::string visual_pem = contents(visual_file);
  const auto visual = RsaKey::from_pem(visual_pem);
  const auto id = key_id_in(visual_pem);
  if (!visual) return unusable(visual_file, "an RSA public key or certificate in PEM");
  TrustStore store{*visual, {}, certificate_in(contents(folder / "jpki_auth_ca.pem"))};
  if (!id || id->size() != store.visual_ca_id.size())
    return unusable(visual_file, "a line \"key-id: \" with 32 hexadecimal digits");
  std::ranges::copy(*id, store.visual_ca_id.begin());
  if (!store.auth_ca) return unusable(folder / "jpki_auth_ca.pem", "a certificate in PEM");
  return store;
}

}  // namespace omote::card
