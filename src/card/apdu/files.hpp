// The applications and elementary files of the My Number card that this program touches (reference/card.md §1.2, §1.3).
// What is not named here cannot be named in a command: the text application, the files with the 12-digit number and the key
// that opens them (number A) are absent on purpose.
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.hpp"

namespace omote::card {

enum class Application : std::uint8_t { Jpki, Visual, Common };

using Aid = std::array<std::uint8_t, 10>;
inline constexpr Aid kJpkiAid{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01};
inline constexpr Aid kVisualAid{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02};
inline constexpr Aid kCommonAid{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00};

[[nodiscard]] constexpr const Aid& aid_of(Application application) {
  switch (application) {
    case Application::Visual: return kVisualAid;
    case Application::Common: return kCommonAid;
    case Application::Jpki: break;
  }
  return kJpkiAid;
}

// The number of an elementary file, 1 to 30; it is its short identifier as well.
using FileId = std::uint8_t;

// JPKI application.
inline constexpr FileId kTokenInfo = 0x06;
inline constexpr FileId kAuthCertificate = 0x0A;
inline constexpr FileId kAuthKey = 0x17;
inline constexpr FileId kPin = 0x18;
// Visual application.
inline constexpr FileId kCardFace = 0x02;
inline constexpr FileId kCvCertificate = 0x04;
inline constexpr FileId kNumberB = 0x12;
// Common application.
inline constexpr FileId kCardNumberRecord = 0x01;

}  // namespace omote::card
