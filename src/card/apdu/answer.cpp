#include "card/apdu/answer.hpp"

#include <fmt/format.h>

namespace omote::card {

std::optional<Answer> parse_answer(ByteView bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const auto data = bytes.first(bytes.size() - 2);
  return Answer(Bytes(data.begin(), data.end()), big_endian_16(bytes.last(2)));
}

std::optional<int> tries_in(std::uint16_t status) {
  if ((status & 0xFFF0) == 0x63C0) return status & 0x0F;
  if (status == 0x6983 || status == 0x6984) return 0;
  return std::nullopt;
}

std::string status_text(std::uint16_t status) {
  return fmt::format("{:04X}", status);
}

}  // namespace omote::card
