#include "console/totp.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/secret.hpp"

namespace omote::console {

namespace {

constexpr std::int64_t kStep = 30;  // seconds

}  // namespace

std::string code_at(ByteView secret, std::int64_t step, int digits) {
  std::uint8_t counter[8];
  for (int i = 7; i >= 0; --i, step >>= 8) counter[i] = static_cast<std::uint8_t>(step & 0xff);
  std::uint8_t mac[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter, sizeof counter, mac, &size);
  const unsigned at = mac[size - 1] & 0x0f;
  const std::uint32_t number = big_endian_32(ByteView(mac + at, 4)) & 0x7fffffff;
  std::uint32_t most = 1;
  for (int i = 0; i < digits; ++i) most *= 10;
  return fmt::format("{:0{}}", number % most, digits);
}

std::optional<std::int64_t> step_of(std::string_view code, ByteView secret, WallTime now, std::int64_t used) {
  const auto step = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count() / kStep;
  std::optional<std::int64_t> found;
  const Secret given(code);
  // All three are compared, whichever fits.
  for (const auto candidate : {step - 1, step, step + 1}) {
    if (same(given, Secret(code_at(secret, candidate))) && candidate > used) found = candidate;
  }
  return found;
}

std::string to_base32(ByteView bytes) {
  constexpr auto kSigns = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t kept = 0;
  int bits = 0;
  for (const auto byte : bytes) {
    kept = kept << 8 | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += kSigns[kept >> (bits - 5) & 31];
  }
  if (bits > 0) text += kSigns[kept << (5 - bits) & 31];
  return text;
}

std::string code_address(std::string_view name, ByteView secret) {
  std::string escaped;
  for (const char c : name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    escaped += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return fmt::format("otpauth://totp/Omote:{}?secret={}&issuer=Omote", escaped, to_base32(secret));
}

}  // namespace omote::console
