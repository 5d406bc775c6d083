// Secrets at rest: sealed with a key that stands in a file of its own, outside of the state folder and its backups.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace omote {

class SecretBox {
 public:
  // With the key of that file; makes one when there is none (readable by its owner only). Reasons: secret_key_unusable,
  // those of read_file and write_durably.
  [[nodiscard]] static Result<SecretBox> open(const std::filesystem::path& key_file);
  // Where the key of a program with that state folder stands: /etc/omote/secret.key when it is there or can be made there,
  // else secret.key beside the state folder.
  [[nodiscard]] static std::filesystem::path key_file_for(const std::filesystem::path& state_folder);

  // Text that unseal() of the same key opens (base64); each time another one.
  [[nodiscard]] std::string seal(const Secret& secret) const;
  // Reason: secret_not_opened (another key, or the text was changed).
  [[nodiscard]] Result<Secret> unseal(std::string_view sealed) const;

 private:
  explicit SecretBox(Secret key) : key_(std::move(key)) {}
  Secret key_;
};

}  // namespace omote
