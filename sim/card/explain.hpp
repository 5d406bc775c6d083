// APDUs in words, for the bench page and traces.
#pragma once

#include <string>

#include "base/bytes.hpp"

namespace omote::sim::card {

// Follows one card's commands in their order (it remembers application and file). One thread at a time.
class ApduExplainer {
 public:
  // "VERIFY visual number B: wrong, 9 left", "READ card face 0-255: 256 bytes", "SELECT application 00…: not found".
  [[nodiscard]] std::string explain(ByteView command, ByteView answer);
  // A new card: nothing is selected.
  void start_again();

 private:
  std::string application_;
  std::uint16_t file_ = 0;
};

// Hexadecimal of a command with the values of VERIFY and of PIN changes as "**"; of an answer cut to `most` bytes.
[[nodiscard]] std::string shown_command(ByteView command);
[[nodiscard]] std::string shown_answer(ByteView answer, std::size_t most = 48);

}  // namespace omote::sim::card
