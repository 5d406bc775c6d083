#include "diagnosis/probes/certificates.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>
#include <memory>
#include <set>

#include "base/file.hpp"

namespace omote::diagnosis {

namespace {

constexpr std::size_t kMostFile = 64 << 10;
constexpr std::size_t kMostFiles = 200;

WallTime time_of(const ASN1_TIME* time) {
  std::tm utc{};
  if (ASN1_TIME_to_tm(time, &utc) != 1) return {};
  const Date date{utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday};
  return WallTime(std::chrono::hours(24 * to_days(date)) + std::chrono::hours(utc.tm_hour) + std::chrono::minutes(utc.tm_min) +
                  std::chrono::seconds(utc.tm_sec));
}

std::string common_name(const X509* certificate) {
  const auto* name = X509_get_subject_name(certificate);
  const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  unsigned char* text = nullptr;
  const int size = at < 0 ? -1 : ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  if (size < 0) return {};
  std::string result(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
  OPENSSL_free(text);
  return result;
}

}  // namespace

std::optional<InstitutionCertificate> read_certificate(const std::filesystem::path& file) {
  const auto bytes = read_file(file, kMostFile);
  if (!bytes) return std::nullopt;
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new_mem_buf(bytes->data(), static_cast<int>(bytes->size())),
                                                          BIO_free_all);
  const std::unique_ptr<X509, decltype(&X509_free)> leaf(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
  ERR_clear_error();
  if (!leaf || X509_check_ca(leaf.get()) == 1) return std::nullopt;
  return InstitutionCertificate{file, common_name(leaf.get()), time_of(X509_get0_notBefore(leaf.get())),
                                time_of(X509_get0_notAfter(leaf.get()))};
}

std::string institution_of(const InstitutionCertificate& certificate) {
  constexpr std::size_t kDigits = 10;
  std::string run;
  for (const char c : certificate.name + " ") {
    if (c >= '0' && c <= '9') {
      run += c;
    } else if (run.size() == kDigits) {
      return run;
    } else {
      run.clear();
    }
  }
  return {};
}

std::vector<InstitutionCertificate> institution_certificates(const std::filesystem::path& folder, WallTime now) {
  std::vector<InstitutionCertificate> all;
  std::set<std::pair<std::string, WallTime>> seen;
  std::error_code error;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (++files > kMostFiles) break;
    if (!entry.is_regular_file(error)) continue;
    auto certificate = read_certificate(entry.path());
    if (!certificate || institution_of(*certificate).empty() || certificate->from > now || certificate->to < now) continue;
    if (seen.emplace(certificate->name, certificate->to).second) all.push_back(std::move(*certificate));
  }
  return all;
}

}  // namespace omote::diagnosis
