#include "card/mynumber/face_file.hpp"

#include <algorithm>
#include <vector>

#include "card/apdu/tlv.hpp"

namespace omote::card {

namespace {

constexpr std::array<std::uint16_t, 1> kOuter{0xFF20};
constexpr std::array<std::uint16_t, 10> kParts{0xDF21, 0xDF22, 0xDF23, 0xDF24, 0xDF25, 0xDF26, 0xDF27, 0xDF28, 0xDF29, 0xDF2A};
enum Part { Offsets, Birth, Sex, Key, Name, Address, Photo, Signature };

// Nine offsets from the first byte of the file, of DF22 to DF2A.
bool offsets_agree(ByteView file, const std::vector<Tlv>& parts) {
  const ByteView table = parts[Offsets].value;
  if (table.size() != 2 * (parts.size() - 1)) return false;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const auto at = static_cast<std::size_t>(parts[i].whole.data() - file.data());
    if (big_endian_16(table.subspan(2 * (i - 1), 2)) != at) return false;
  }
  return true;
}

// The parts lie one behind the other, so a group of them is one piece of the file.
std::array<std::uint8_t, 32> digest(const Tlv& first, const Tlv& last) {
  return sha256({first.whole.data(), last.whole.data() + last.whole.size()});
}

}  // namespace

std::optional<FaceFile> read_face_file(ByteView file) {
  const auto outer = read_tlvs(file, kOuter);
  if (!outer) return std::nullopt;
  const auto found = read_tlvs((*outer)[0].value, kParts);
  if (!found || !offsets_agree(file, *found)) return std::nullopt;
  const auto& parts = *found;
  const auto birth = parse_date(as_text(parts[Birth].value));
  if (!birth || parts[Sex].value.size() != 1) return std::nullopt;
  FaceFile face{*birth,
                static_cast<char>(parts[Sex].value[0]),
                parts[Key].value,
                parts[Name].value,
                parts[Address].value,
                parts[Photo].value,
                parts[Signature].value,
                {}};
  auto to = face.digests.begin();
  to = std::ranges::copy(digest(parts[Birth], parts[Key]), to).out;
  to = std::ranges::copy(digest(parts[Name], parts[Address]), to).out;
  std::ranges::copy(digest(parts[Photo], parts[Photo]), to);
  return face;
}

}  // namespace omote::card
