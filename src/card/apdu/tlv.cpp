#include "card/apdu/tlv.hpp"

namespace omote::card {

std::optional<TlvHead> read_tlv_head(ByteView bytes) {
  TlvHead head;
  std::size_t at = 0;
  if (bytes.empty()) return std::nullopt;
  head.tag = bytes[at++];
  if ((head.tag & 0x1F) == 0x1F) {
    // The second byte of a tag ends it: bit 8 would announce a third one.
    if (at >= bytes.size() || (bytes[at] & 0x80) != 0) return std::nullopt;
    head.tag = static_cast<std::uint16_t>(head.tag << 8 | bytes[at++]);
  }
  if (at >= bytes.size()) return std::nullopt;
  const std::uint8_t first = bytes[at++];
  if (first < 0x80) {
    head.value_size = first;
  } else if (first == 0x81 || first == 0x82) {
    const std::size_t count = first & 0x0F;
    if (bytes.size() - at < count) return std::nullopt;
    head.value_size = count == 1 ? bytes[at] : big_endian_16(bytes.subspan(at, 2));
    at += count;
  } else {
    return std::nullopt;
  }
  head.head_size = at;
  return head;
}

std::optional<Tlv> read_tlv(ByteView bytes) {
  const auto head = read_tlv_head(bytes);
  if (!head || head->value_size > bytes.size() - head->head_size) return std::nullopt;
  return Tlv{head->tag, bytes.subspan(head->head_size, head->value_size), bytes.first(head->whole_size())};
}

std::optional<std::vector<Tlv>> read_tlvs(ByteView value, std::span<const std::uint16_t> tags) {
  std::vector<Tlv> found;
  found.reserve(tags.size());
  for (const std::uint16_t tag : tags) {
    const auto tlv = read_tlv(value);
    if (!tlv || tlv->tag != tag) return std::nullopt;
    found.push_back(*tlv);
    value = value.subspan(tlv->whole.size());
  }
  if (!value.empty()) return std::nullopt;
  return found;
}

}  // namespace omote::card
