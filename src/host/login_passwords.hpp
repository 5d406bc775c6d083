// Passwords of the device accounts (F0…) that were typed at the console, sealed: one kept file for each environment. The key
// stands outside of the state folder (base/secret_box.hpp).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/kept_file.hpp"
#include "base/secret_box.hpp"

namespace omote::host {

// Loop's thread only.
class LoginPasswords {
 public:
  // `folder` holds one file for each environment.
  [[nodiscard]] static LoginPasswords open(const std::filesystem::path& folder, const std::string& environment,
                                           Result<SecretBox> box);

  [[nodiscard]] bool has(std::string_view device_id) const { return sealed_.contains(device_id); }
  // Reasons: login_password_not_kept (none was typed), those of SecretBox (the key is gone, or is another one).
  [[nodiscard]] Result<Secret> of(std::string_view device_id) const;
  // On stable storage when they return; a failure changes nothing. Reasons: those of SecretBox::open and KeptFile::save.
  [[nodiscard]] Result<void> keep(const std::string& device_id, const Secret& password);
  [[nodiscard]] Result<void> remove(std::string_view device_id);

 private:
  using Sealed = std::map<std::string, std::string, std::less<>>;
  LoginPasswords(KeptFile file, Result<SecretBox> box) : file_(std::move(file)), box_(std::move(box)) {}
  [[nodiscard]] Result<void> save(Sealed sealed);

  KeptFile file_;
  Result<SecretBox> box_;
  Sealed sealed_;  // device id -> sealed password
};

}  // namespace omote::host
