// Building the card's data objects: one- and two-byte tags, BER lengths.
#pragma once

#include "base/bytes.hpp"

namespace omote::sim::card {

// Shortest length form, except that `wide` forces 82 hhll (the card's outer objects always have it).
[[nodiscard]] Bytes tlv(std::uint16_t tag, ByteView value, bool wide = false);

}  // namespace omote::sim::card
