// Command APDUs of ISO 7816-4, short and extended, taken apart.
#pragma once

#include <optional>

#include "base/bytes.hpp"

namespace omote::sim::card {

struct Apdu {
  std::uint8_t cla = 0;
  std::uint8_t ins = 0;
  std::uint8_t p1 = 0;
  std::uint8_t p2 = 0;
  bool extended = false;
  ByteView data;                  // into the bytes given to parse_apdu
  std::optional<std::size_t> le;  // 1 to 65536; nothing when the command expects no data
};

// Nothing when the lengths do not fit together: the card then answers 6700.
[[nodiscard]] std::optional<Apdu> parse_apdu(ByteView bytes);

}  // namespace omote::sim::card
