#include "sim/national/pki.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/file.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "base/file.hpp"

namespace omote::sim::national {

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

struct Order {
  std::string file;
  std::string common_name;
  std::string alternative_names;  // of a server; "" for a client
  int from_day;                   // relative to today
  int to_day;
};

const std::vector<Order>& orders() {
  static const std::string kServerNames = "IP:127.0.0.1,IP:::1,DNS:localhost,DNS:qualification.national.example";
  static const std::vector<Order> kOrders{
      {"server", "Specimen national system", kServerNames, -1, 3650},
      {"server_expired", "Specimen national system", kServerNames, -730, -365},
      {"server_elsewhere", "Specimen other server", "DNS:elsewhere.example", -1, 3650},
      {"clinic", kClinic, "", -1, 3650},
      {"other", kOtherInstitution, "", -1, 3650},
      {"expired", kClinic, "", -730, -365},
      {"ends_soon", kClinic, "", -340, 20},
      {"server_unknown", "Specimen national system", kServerNames, -1, 3650},
  };
  return kOrders;
}

std::string drain(const Bio& bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string to_pem(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  return drain(bio);
}
std::string to_pem(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return drain(bio);
}

void add_name(X509_NAME* name, const char* field, const std::string& value) {
  X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.c_str()), -1, -1, 0);
}

bool add_extension(X509* certificate, int kind, const std::string& value) {
  const std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

// Everything but the purpose and the signature.
Certificate prepare(const Order& order, EVP_PKEY* key, const X509_NAME* issuer) {
  constexpr long kDay = 24L * 3600;
  Certificate certificate(X509_new());
  auto* c = certificate.get();
  auto serial = random_bytes(16);
  serial[0] &= 0x7F;
  const std::unique_ptr<BIGNUM, Deleter<BN_free>> number(BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
  X509_set_version(c, X509_VERSION_3);
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(c));
  X509_gmtime_adj(X509_getm_notBefore(c), order.from_day * kDay);
  X509_gmtime_adj(X509_getm_notAfter(c), order.to_day * kDay);
  auto* subject = X509_get_subject_name(c);
  add_name(subject, "C", "JP");
  add_name(subject, "O", "見本 SPECIMEN");
  add_name(subject, "CN", order.common_name);
  X509_set_issuer_name(c, issuer != nullptr ? issuer : subject);
  X509_set_pubkey(c, key);
  return certificate;
}

bool complete(X509* certificate, const Order& order, EVP_PKEY* signer) {
  const bool server = !order.alternative_names.empty();
  return add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
         add_extension(certificate, NID_key_usage, "critical,digitalSignature") &&
         add_extension(certificate, NID_ext_key_usage, server ? "serverAuth" : "clientAuth") &&
         (!server || add_extension(certificate, NID_subject_alt_name, order.alternative_names)) &&
         X509_sign(certificate, signer, EVP_sha256()) > 0;
}

Result<void> write_pair(const std::filesystem::path& folder, const std::string& name, X509* certificate, EVP_PKEY* key) {
  if (auto done = write_durably(folder / (name + ".key"), as_bytes(to_pem(key)), Replace::Yes, 0600); !done) return done;
  return write_durably(folder / (name + ".crt"), as_bytes(to_pem(certificate)), Replace::Yes, 0644);
}

// The authority comes last: where it is, everything is.
Result<void> make_all(const std::filesystem::path& folder) {
  const Key authority_key(EVP_EC_gen("P-256"));
  const auto authority = prepare({"ca", "Specimen national system CA", "", -1, 3650}, authority_key.get(), nullptr);
  const bool fine = add_extension(authority.get(), NID_basic_constraints, "critical,CA:TRUE") &&
                    add_extension(authority.get(), NID_key_usage, "critical,keyCertSign,cRLSign") &&
                    X509_sign(authority.get(), authority_key.get(), EVP_sha256()) > 0;
  if (!fine) return fail("pki_not_made", folder.string());
  for (const auto& order : orders()) {
    const Key key(EVP_EC_gen("P-256"));
    // The unknown one signs itself: no authority of anybody stands behind it.
    const bool unknown = order.file == "server_unknown";
    const auto certificate = prepare(order, key.get(), unknown ? nullptr : X509_get_subject_name(authority.get()));
    if (!complete(certificate.get(), order, unknown ? key.get() : authority_key.get())) return fail("pki_not_made", order.file);
    if (auto written = write_pair(folder, order.file, certificate.get(), key.get()); !written) return written;
  }
  return write_durably(folder / "ca.pem", as_bytes(to_pem(authority.get())), Replace::Yes, 0644);
}

}  // namespace

Result<void> make_national_pki(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const int lock = open((folder / ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (lock < 0) return fail("pki_not_made", folder.string());
  flock(lock, LOCK_EX);
  // A folder of an earlier form lacks the newest order: all is made anew.
  const bool whole =
      std::filesystem::exists(folder / "ca.pem") && std::filesystem::exists(folder / (orders().back().file + ".crt"));
  auto result = whole ? Result<void>{} : make_all(folder);
  close(lock);
  return result;
}

}  // namespace omote::sim::national
