// JPEG 2000 to grey pixels, in this process. Only the jailed decoder, benchmarks and fuzz targets call this: the bytes come
// from a card and are hostile until shown otherwise (reference/trust.md F035-F037).
#pragma once

#include "base/result.hpp"
#include "ports/image.hpp"

namespace omote::vision::decode {

inline constexpr int kLargestSide = 2000;
inline constexpr std::size_t kLargestFile = 65'536;  // EF 0002 ends there

enum class Refusal : std::uint8_t { None, NotJpeg2000, TooLarge, WrongComponents, Broken };
[[nodiscard]] constexpr const char* name_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::None: return "none";
    case Refusal::NotJpeg2000: return "not JPEG 2000";
    case Refusal::TooLarge: return "too large";
    case Refusal::WrongComponents: return "wrong components";
    case Refusal::Broken: break;
  }
  return "broken";
}

struct Decoded {
  Refusal refusal = Refusal::Broken;
  ports::GreyImage image;  // with Refusal::None
};
// A JP2 file or a bare code stream. Refused from the header: sides above kLargestSide, other than 1 or 3 components,
// components of different size or of more than 16 bits. A truncated file is broken, not half a picture.
[[nodiscard]] Decoded decode_jp2(ByteView file);

}  // namespace omote::vision::decode
