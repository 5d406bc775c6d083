#include "sim/card/apdu.hpp"

namespace omote::sim::card {
namespace {

std::size_t short_le(std::uint8_t byte) {
  return byte == 0 ? 256 : byte;
}
std::size_t extended_le(ByteView bytes) {
  const std::size_t value = big_endian_16(bytes);
  return value == 0 ? 65536 : value;
}

}  // namespace

std::optional<Apdu> parse_apdu(ByteView bytes) {
  if (bytes.size() < 4) return std::nullopt;
  Apdu apdu{.cla = bytes[0], .ins = bytes[1], .p1 = bytes[2], .p2 = bytes[3]};
  const ByteView body = bytes.subspan(4);
  if (body.empty()) return apdu;
  if (body.size() == 1) {
    apdu.le = short_le(body[0]);
    return apdu;
  }
  if (body[0] != 0) {
    const std::size_t lc = body[0];
    if (body.size() != 1 + lc && body.size() != 2 + lc) return std::nullopt;
    apdu.data = body.subspan(1, lc);
    if (body.size() == 2 + lc) apdu.le = short_le(body.back());
    return apdu;
  }
  apdu.extended = true;
  if (body.size() < 3) return std::nullopt;
  if (body.size() == 3) {
    apdu.le = extended_le(body.subspan(1));
    return apdu;
  }
  const std::size_t lc = big_endian_16(body.subspan(1));
  if (lc == 0 || (body.size() != 3 + lc && body.size() != 5 + lc)) return std::nullopt;
  apdu.data = body.subspan(3, lc);
  if (body.size() == 5 + lc) apdu.le = extended_le(body.last(2));
  return apdu;
}

}  // namespace omote::sim::card
