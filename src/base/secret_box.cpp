#include "base/secret_box.hpp"

#include <sodium.h>
#include <unistd.h>

#include "base/file.hpp"

namespace omote {

namespace fs = std::filesystem;

fs::path SecretBox::key_file_for(const fs::path& state_folder) {
  fs::path of_machine = "/etc/omote/secret.key";
  if (::access(of_machine.c_str(), R_OK) == 0) return of_machine;
  std::error_code error;
  if (!fs::exists(of_machine, error) && ::access(of_machine.parent_path().c_str(), W_OK) == 0) return of_machine;
  return fs::absolute(state_folder).lexically_normal().parent_path() / "secret.key";
}

Result<SecretBox> SecretBox::open(const fs::path& key_file) {
  std::error_code ignored;
  fs::create_directories(key_file.parent_path(), ignored);
  if (!fs::exists(key_file, ignored)) {
    const auto made = random_bytes(crypto_secretbox_KEYBYTES);
    // Another program may make it at the same time: whoever is first counts.
    auto written = write_durably(key_file, made, Replace::No);
    if (!written && written.error().reason.text() != "file_exists") return pass(written);
  }
  auto key = read_file(key_file, crypto_secretbox_KEYBYTES);
  if (!key) return pass(key);
  if (sodium_init() < 0 || key->size() != crypto_secretbox_KEYBYTES) return fail("secret_key_unusable", key_file.string());
  return SecretBox(Secret::take(std::move(*key)));
}

std::string SecretBox::seal(const Secret& secret) const {
  Bytes sealed = random_bytes(crypto_secretbox_NONCEBYTES);
  sealed.resize(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + secret.size());
  crypto_secretbox_easy(sealed.data() + crypto_secretbox_NONCEBYTES, secret.reveal().data(), secret.size(), sealed.data(),
                        key_.reveal().data());
  return to_base64(sealed);
}

Result<Secret> SecretBox::unseal(std::string_view text) const {
  const auto sealed = from_base64(text);
  constexpr std::size_t kAround = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  Bytes secret(sealed && sealed->size() >= kAround ? sealed->size() - kAround : 0);
  if (!sealed || sealed->size() < kAround ||
      crypto_secretbox_open_easy(secret.data(), sealed->data() + crypto_secretbox_NONCEBYTES,
                                 sealed->size() - crypto_secretbox_NONCEBYTES, sealed->data(), key_.reveal().data()) != 0) {
    return fail("secret_not_opened");
  }
  return Secret::take(std::move(secret));
}

}  // namespace omote
