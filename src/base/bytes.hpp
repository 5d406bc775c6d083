// Byte strings, hexadecimal, big-endian numbers, digests.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace omote {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

[[nodiscard]] inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
[[nodiscard]] inline std::string as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Lower-case, no separators.
[[nodiscard]] std::string to_hex(ByteView bytes);
// Either case, blanks ignored; nothing when a digit is wrong or one is missing.
[[nodiscard]] std::optional<Bytes> from_hex(std::string_view text);

[[nodiscard]] std::string to_base64(ByteView bytes);
[[nodiscard]] std::optional<Bytes> from_base64(std::string_view text);

[[nodiscard]] inline std::uint16_t big_endian_16(ByteView b) {
  return static_cast<std::uint16_t>(b[0] << 8 | b[1]);
}
[[nodiscard]] inline std::uint32_t big_endian_32(ByteView b) {
  return std::uint32_t{b[0]} << 24 | std::uint32_t{b[1]} << 16 | std::uint32_t{b[2]} << 8 | std::uint32_t{b[3]};
}
void append(Bytes& to, ByteView more);
void append_big_endian_16(Bytes& to, std::uint16_t value);
void append_big_endian_32(Bytes& to, std::uint32_t value);

[[nodiscard]] std::array<std::uint8_t, 32> sha256(ByteView bytes);
// From the operating system's generator.
[[nodiscard]] Bytes random_bytes(std::size_t count);

}  // namespace omote
