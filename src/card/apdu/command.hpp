// Commands to the card, made by named factories only. A command may hold a secret (VERIFY), so it is move-only and wiped.
#pragma once

#include "base/bytes.hpp"
#include "base/secret.hpp"
#include "card/apdu/files.hpp"

namespace omote::card {

// How a key or file is named in P2: the one selected before, or by its short identifier in the command itself.
struct Target {
  std::uint8_t p2 = 0x80;
  [[nodiscard]] static constexpr Target selected() { return {0x80}; }
  [[nodiscard]] static constexpr Target short_id(FileId file) { return {static_cast<std::uint8_t>(0x80 | (file & 0x1F))}; }
};

class Command {
 public:
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  Command(Command&&) noexcept = default;
  Command& operator=(Command&&) noexcept = default;
  ~Command() { wipe_memory(bytes_.data(), bytes_.size()); }

  [[nodiscard]] ByteView bytes() const { return bytes_; }

  // 00 A4 00 00: selects nothing. The first command after power-up may be answered 6F00 (reference/card.md §1.1).
  [[nodiscard]] static Command wake();
  // 00 A4 04 0C 0A AID: P1 by name, P2 no answer data.
  [[nodiscard]] static Command select_application(Application application);
  // 00 A4 02 0C 02 00 FILE.
  [[nodiscard]] static Command select_file(FileId file);
  // 00 B0 P1 P2 Le: the current file from an offset of 15 bits; `length` 1 to 65536 (above 256, or when asked for, extended).
  [[nodiscard]] static Command read_binary(std::uint16_t offset, std::size_t length, bool extended);
  // 00 B0 80|FILE offset Le: selects the file as well; the offset has 8 bits.
  [[nodiscard]] static Command read_file(FileId file, std::uint8_t offset, std::size_t length, bool extended);
  // 00 B2 record FILE<<3|4 00: selects the file as well.
  [[nodiscard]] static Command read_record(FileId file, std::uint8_t record);
  // 00 20 00 P2: a true case-1 command; asks for the tries left and spends none.
  [[nodiscard]] static Command verify_query(Target key);
  // 00 20 00 P2 Lc DIGITS. Spends a try when the digits are wrong.
  [[nodiscard]] static Command verify(Target key, const Secret& digits);
  // 80 2A 00 P2 Lc DIGESTINFO 00: raw PKCS#1 v1.5 over a DigestInfo.
  [[nodiscard]] static Command sign(Target key, ByteView digest_info);
  // 80 2A 00 00 Lc DIGESTINFO 00: by the application's own key, without any VERIFY (reference/card.md §1.5).
  [[nodiscard]] static Command sign_by_application(ByteView digest_info);
  // 00 C0 00 00 Le: the rest of an answer that ended in 61xx.
  [[nodiscard]] static Command get_response(std::uint8_t length);

 private:
  explicit Command(Bytes&& bytes) : bytes_(std::move(bytes)) {}
  Bytes bytes_;
};

}  // namespace omote::card
