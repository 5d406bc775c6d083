// BER-TLV as the card writes it, read strictly: tags of one or two bytes, definite lengths of up to two bytes, nothing that
// points outside its surroundings, and no nesting beyond what the caller asks for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/bytes.hpp"

namespace omote::card {

// Views into the bytes it was read from.
struct Tlv {
  std::uint16_t tag = 0;
  ByteView value;
  ByteView whole;  // tag, length and value
};

// The tag and the size of the whole object, from its first bytes (5 are always enough); nothing when they are not well
// formed or too few. Does not ask that the value is there.
struct TlvHead {
  std::uint16_t tag = 0;
  std::size_t head_size = 0;
  std::size_t value_size = 0;
  [[nodiscard]] std::size_t whole_size() const { return head_size + value_size; }
};
[[nodiscard]] std::optional<TlvHead> read_tlv_head(ByteView bytes);

// The object at the beginning; what follows it stays unread.
[[nodiscard]] std::optional<Tlv> read_tlv(ByteView bytes);

// All objects of a constructed value, exactly as many as `tags` names and in that order, without anything behind them.
[[nodiscard]] std::optional<std::vector<Tlv>> read_tlvs(ByteView value, std::span<const std::uint16_t> tags);

}  // namespace omote::card
