#include "sim/card/authority.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.hpp"
#include "sim/card/certificate.hpp"
#include "sim/card/tlv_writer.hpp"

namespace omote::sim::card {
namespace {

constexpr auto* kVisualCaId = "9999023";
constexpr auto* kTextCaId = "9999033";
constexpr auto* kVisualSignerId = "9999924";
constexpr auto* kTextSignerId = "9999934";

// Held while keys and files are made, so that programs that start together use the same authorities.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder)
      : fd_(::open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (fd_ >= 0) ::flock(fd_, LOCK_EX);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] bool held() const { return fd_ >= 0; }

 private:
  int fd_;
};

Bytes cv_certificate(const RsaKey& issuer, std::string_view issuer_id, const RsaKey& subject, std::string_view subject_id) {
  Bytes body = cv_key_id(issuer_id);
  append(body, cv_key_id(subject_id));
  append(body, subject.public_objects());
  Bytes value = tlv(0x5F4E, body, true);
  append(value, tlv(0x5F37, issuer.sign_digest_info(sha256(body)), true));
  return tlv(0x7F21, value, true);
}

std::string cv_ca_file(const RsaKey& key, std::string_view id) {
  return fmt::format("key-id: {}\n{}", to_hex(cv_key_id(id)), key.public_pem());
}

Result<void> write_once(const std::filesystem::path& file, std::string_view text) {
  if (std::filesystem::exists(file)) return {};
  return write_durably(file, as_bytes(text), Replace::Yes, 0644);
}

CertificateOrder ca_order(std::string_view unit, std::uint32_t serial) {
  return {.serial = serial,
          .issuer_unit = std::string(unit),
          .subject_unit = std::string(unit),
          .not_before = {2020, 1, 1},
          .not_after = {2049, 12, 31},
          .use = CertificateUse::Authority};
}

}  // namespace

Bytes cv_key_id(std::string_view seven_digits) {
  Bytes id(seven_digits.begin(), seven_digits.end());
  append(id, Bytes{0x08, 0x05, '0', '0', '1', 0, 0, 0, 0});
  return id;
}

Result<Authorities> Authorities::open(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder / "private/cards", error);
  std::filesystem::create_directories(folder / "card-trust", error);
  const FolderLock lock(folder);
  if (!lock.held()) return fail("authorities_not_made", folder.string());
  Authorities made;
  made.folder_ = folder;
  for (const auto& [key, name] : {std::pair{&made.auth_ca_, "jpki_auth_ca"},
                                  {&made.sign_ca_, "jpki_sign_ca"},
                                  {&made.visual_ca_, "visual_ca"},
                                  {&made.text_ca_, "text_ca"},
                                  {&made.visual_signer_, "visual_signer"},
                                  {&made.text_signer_, "text_signer"}}) {
    auto loaded = RsaKey::load_or_generate(folder / "private" / (std::string(name) + ".pem"));
    if (!loaded) return pass(loaded);
    *key = *loaded;
  }
  auto auth = make_certificate(ca_order(kAuthCaUnit, 1), made.auth_ca_, made.auth_ca_);
  if (!auth) return pass(auth);
  made.auth_ca_der_ = *std::move(auth);
  auto sign = make_certificate(ca_order(kSignCaUnit, 2), made.sign_ca_, made.sign_ca_);
  if (!sign) return pass(sign);
  made.sign_ca_der_ = *std::move(sign);
  made.visual_certificate_ = cv_certificate(made.visual_ca_, kVisualCaId, made.visual_signer_, kVisualSignerId);
  made.text_certificate_ = cv_certificate(made.text_ca_, kTextCaId, made.text_signer_, kTextSignerId);
  const auto trust = made.trust_folder();
  for (const auto& [name, text] :
       {std::pair{"jpki_auth_ca.pem", to_pem(made.auth_ca_der_)},
        {"jpki_sign_ca.pem", to_pem(made.sign_ca_der_)},
        {"visual_ca.pem", cv_ca_file(made.visual_ca_, kVisualCaId)},
        {"text_ca.pem", cv_ca_file(made.text_ca_, kTextCaId)},
        {"README", std::string("見本 SPECIMEN: fictitious authorities of simulated cards. Never trust them in production.\n")}}) {
    if (auto ok = write_once(trust / name, text); !ok) return pass(ok);
  }
  return made;
}

Result<CardKeys> Authorities::card_keys(const personas::Persona& persona) const {
  const FolderLock lock(folder_);
  CardKeys keys;
  for (const auto& [key, name] : {std::pair{&keys.auth, "auth"},
                                  {&keys.sign, "sign"},
                                  {&keys.visual, "visual"},
                                  {&keys.text, "text"},
                                  {&keys.common, "common"}}) {
    if (key == &keys.sign && !persona.card.sign_pin) continue;
    auto loaded = RsaKey::load_or_generate(folder_ / "private/cards" / fmt::format("{}_{}.pem", persona.card.serial, name));
    if (!loaded) return pass(loaded);
    *key = *loaded;
  }
  return keys;
}

Result<Bytes> Authorities::auth_certificate(const personas::Persona& persona, const RsaKey& key) const {
  return make_certificate({.serial = persona.certificate_serial(),
                           .issuer_unit = kAuthCaUnit,
                           .subject_unit = "",
                           .subject_name = "MIHON" + persona.card.serial + "A",
                           .not_before = persona.certificate.not_before,
                           .not_after = persona.certificate.not_after,
                           .use = CertificateUse::Authentication},
                          key, auth_ca_);
}

Result<Bytes> Authorities::sign_certificate(const personas::Persona& persona, const RsaKey& key) const {
  return make_certificate({.serial = persona.certificate_serial() + 1,
                           .issuer_unit = kSignCaUnit,
                           .subject_unit = "",
                           .subject_name = "MIHON" + persona.card.serial + "S",
                           .not_before = persona.certificate.not_before,
                           .not_after = persona.certificate.not_after,
                           .use = CertificateUse::Signature},
                          key, sign_ca_);
}

}  // namespace omote::sim::card
