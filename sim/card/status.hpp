// Status words of the card (reference/card.md §1.7).
#pragma once

#include "base/bytes.hpp"

namespace omote::sim::card {

inline constexpr std::uint16_t kDone = 0x9000;
inline constexpr std::uint16_t kMemoryFailure = 0x6581;
inline constexpr std::uint16_t kNoSessionKey = 0x66F1;
inline constexpr std::uint16_t kWrongLength = 0x6700;
inline constexpr std::uint16_t kNoChannel = 0x6881;
inline constexpr std::uint16_t kNoSecureMessaging = 0x6882;
inline constexpr std::uint16_t kWrongStructure = 0x6981;
inline constexpr std::uint16_t kNotAllowed = 0x6982;
inline constexpr std::uint16_t kBlocked = 0x6984;
inline constexpr std::uint16_t kConditions = 0x6985;
inline constexpr std::uint16_t kNoCurrentFile = 0x6986;
inline constexpr std::uint16_t kWrongData = 0x6A80;
inline constexpr std::uint16_t kNotFound = 0x6A82;
inline constexpr std::uint16_t kNoRecord = 0x6A83;
inline constexpr std::uint16_t kWrongParameters = 0x6A86;
inline constexpr std::uint16_t kNoObject = 0x6A88;
inline constexpr std::uint16_t kPastEnd = 0x6B00;
inline constexpr std::uint16_t kWrongInstruction = 0x6D00;
inline constexpr std::uint16_t kWrongClass = 0x6E00;
inline constexpr std::uint16_t kNoDiagnosis = 0x6F00;

[[nodiscard]] inline Bytes status(std::uint16_t word) {
  return {static_cast<std::uint8_t>(word >> 8), static_cast<std::uint8_t>(word)};
}
[[nodiscard]] inline Bytes answer(ByteView data, std::uint16_t word = kDone) {
  Bytes bytes(data.begin(), data.end());
  append(bytes, status(word));
  return bytes;
}

}  // namespace omote::sim::card
