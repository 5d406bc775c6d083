#include "host/login_passwords.hpp"

#include <sstream>

namespace omote::host {

LoginPasswords LoginPasswords::open(const std::filesystem::path& folder, const std::string& environment, Result<SecretBox> box) {
  LoginPasswords passwords(KeptFile::open(folder / environment, "omote-login-passwords"), std::move(box));
  std::istringstream lines(passwords.file_.contents());
  for (std::string device_id, sealed; lines >> device_id >> sealed;) passwords.sealed_[device_id] = sealed;
  return passwords;
}

Result<Secret> LoginPasswords::of(std::string_view device_id) const {
  const auto at = sealed_.find(device_id);
  if (at == sealed_.end()) return fail("login_password_not_kept", std::string(device_id));
  if (!box_) return std::unexpected(box_.error());
  return box_->unseal(at->second);
}

Result<void> LoginPasswords::keep(const std::string& device_id, const Secret& password) {
  if (!box_) return std::unexpected(box_.error());
  auto changed = sealed_;
  changed[device_id] = box_->seal(password);
  return save(std::move(changed));
}

Result<void> LoginPasswords::remove(std::string_view device_id) {
  if (!has(device_id)) return {};
  auto changed = sealed_;
  changed.erase(changed.find(device_id));
  return save(std::move(changed));
}

Result<void> LoginPasswords::save(Sealed sealed) {
  std::string text;
  for (const auto& [device_id, one] : sealed) text += device_id + " " + one + "\n";
  if (auto saved = file_.save(std::move(text)); !saved) return saved;
  sealed_ = std::move(sealed);
  return {};
}

}  // namespace omote::host
