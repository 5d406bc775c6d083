#include "card/apdu/command.hpp"

#include <algorithm>

namespace omote::card {

namespace {

// One allocation only, so that no unwiped copy of a secret is left behind.
Bytes with_data(std::array<std::uint8_t, 4> header, ByteView data, bool expects_answer) {
  Bytes bytes;
  bytes.reserve(4 + 1 + data.size() + 1);
  append(bytes, header);
  bytes.push_back(static_cast<std::uint8_t>(data.size()));
  append(bytes, data);
  if (expects_answer) bytes.push_back(0);
  return bytes;
}

Bytes with_length(std::array<std::uint8_t, 4> header, std::size_t length, bool extended) {
  Bytes bytes(header.begin(), header.end());
  const auto wanted = std::clamp<std::size_t>(length, 1, extended ? 65536 : 256);
  if (extended) {
    bytes.push_back(0);
    append_big_endian_16(bytes, static_cast<std::uint16_t>(wanted & 0xFFFF));
  } else {
    bytes.push_back(static_cast<std::uint8_t>(wanted & 0xFF));
  }
  return bytes;
}

}  // namespace

Command Command::wake() {
  return Command(Bytes{0x00, 0xA4, 0x00, 0x00});
}

Command Command::select_application(Application application) {
  return Command(with_data({0x00, 0xA4, 0x04, 0x0C}, aid_of(application), false));
}

Command Command::select_file(FileId file) {
  return Command(Bytes{0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, file});
}

Command Command::read_binary(std::uint16_t offset, std::size_t length, bool extended) {
  const auto high = static_cast<std::uint8_t>(offset >> 8 & 0x7F);
  return Command(with_length({0x00, 0xB0, high, static_cast<std::uint8_t>(offset)}, length, extended));
}

Command Command::read_file(FileId file, std::uint8_t offset, std::size_t length, bool extended) {
  return Command(with_length({0x00, 0xB0, Target::short_id(file).p2, offset}, length, extended));
}

Command Command::read_record(FileId file, std::uint8_t record) {
  return Command(Bytes{0x00, 0xB2, record, static_cast<std::uint8_t>(file << 3 | 0x04), 0x00});
}

Command Command::verify_query(Target key) {
  return Command(Bytes{0x00, 0x20, 0x00, key.p2});
}

Command Command::verify(Target key, const Secret& digits) {
  return Command(with_data({0x00, 0x20, 0x00, key.p2}, digits.reveal(), false));
}

Command Command::sign(Target key, ByteView digest_info) {
  return Command(with_data({0x80, 0x2A, 0x00, key.p2}, digest_info, true));
}

Command Command::sign_by_application(ByteView digest_info) {
  return Command(with_data({0x80, 0x2A, 0x00, 0x00}, digest_info, true));
}

Command Command::get_response(std::uint8_t length) {
  return Command(Bytes{0x00, 0xC0, 0x00, 0x00, length});
}

}  // namespace omote::card
