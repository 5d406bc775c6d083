// One-time codes of an authenticator app (RFC 6238: SHA-1, 30 seconds).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/clock.hpp"

namespace omote::console {

constexpr int kCodeDigits = 6;

// The code of a step (seconds since 1970 divided by 30).
[[nodiscard]] std::string code_at(ByteView secret, std::int64_t step, int digits = kCodeDigits);
// The step that the code belongs to: now, the one before or the one after, and later than `used`; nothing when it is wrong.
[[nodiscard]] std::optional<std::int64_t> step_of(std::string_view code, ByteView secret, WallTime now, std::int64_t used);

[[nodiscard]] std::string to_base32(ByteView bytes);  // RFC 4648 without padding
// What the app scans: otpauth://totp/Omote:NAME?secret=…
[[nodiscard]] std::string code_address(std::string_view name, ByteView secret);

}  // namespace omote::console
