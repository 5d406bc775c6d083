// EF 0002 of the visual application: what is printed on the card, the photo, and their signature (reference/card.md §1.5).
#pragma once

#include <array>
#include <optional>

#include "base/bytes.hpp"
#include "base/date.hpp"
#include "card/mynumber/rsa.hpp"

namespace omote::card {

// Views into the file.
struct FaceFile {
  Date birth;
  char sex = '0';
  ByteView card_key;  // 90 .. 91 ..: the public half of the application's own key
  ByteView name_picture;
  ByteView address_picture;
  ByteView photo;
  ByteView signature;
  std::array<std::uint8_t, 96> digests{};  // of the three signed groups, one behind the other
};

// Exactly one FF20 object: its ten parts in order, and an offset table that agrees with where they are. Nothing otherwise.
[[nodiscard]] std::optional<FaceFile> read_face_file(ByteView file);

}  // namespace omote::card
