// Passwords of staff: which ones are taken, and how they are kept (Argon2id).
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace omote::console {

constexpr std::size_t kLeastPassword = 12, kMostPassword = 128;  // characters

// Whether this one may be chosen by somebody of that name. No rules of composition: long, and not what everybody tries first.
// Reasons: password_short, password_long, password_common.
[[nodiscard]] Result<void> check_password(std::string_view password, std::string_view name);

// As it is kept: parameters, salt and hash in one text. Takes about a tenth of a second and 64 MiB; any thread.
// Reason: password_not_hashed (no memory).
[[nodiscard]] Result<std::string> hash_password(std::string_view password);
// In the time that every check takes.
[[nodiscard]] bool is_password(std::string_view password, const std::string& hash);
// What is checked in the place of a name that nobody has, so that nobody learns that by the time it takes.
[[nodiscard]] const std::string& hash_of_nobody();

}  // namespace omote::console
