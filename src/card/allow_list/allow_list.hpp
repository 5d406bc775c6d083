// What may be sent to a card, and in which state of the card. Everything that is not named here is refused: above all the
// files with the 12-digit number, the key that opens them, and the whole text application (reference/trust.md §3.10).
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.hpp"
#include "card/apdu/files.hpp"

namespace omote::card {

// What is selected on the card, as far as the answers told; when unsure, nothing.
struct Selection {
  std::optional<Application> application;
  FileId file = 0;  // 0: none
  friend bool operator==(const Selection&, const Selection&) = default;
};

// What a command that may be sent would select if the card accepts it; nothing for a command that may not be sent.
// Pure; looks at every byte but the secret ones.
[[nodiscard]] std::optional<Selection> permitted(ByteView command, const Selection& now);

}  // namespace omote::card
