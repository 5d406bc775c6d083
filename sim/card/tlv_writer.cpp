#include "sim/card/tlv_writer.hpp"

namespace omote::sim::card {

Bytes tlv(std::uint16_t tag, ByteView value, bool wide) {
  Bytes object;
  if (tag > 0xFF) object.push_back(static_cast<std::uint8_t>(tag >> 8));
  object.push_back(static_cast<std::uint8_t>(tag));
  if (wide || value.size() > 0xFF) {
    object.push_back(0x82);
    append_big_endian_16(object, static_cast<std::uint16_t>(value.size()));
  } else {
    if (value.size() > 0x7F) object.push_back(0x81);
    object.push_back(static_cast<std::uint8_t>(value.size()));
  }
  append(object, value);
  return object;
}

}  // namespace omote::sim::card
