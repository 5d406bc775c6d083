// How long a contactless card would take for an APDU. Full speed is no time at all; Type B is ISO/IEC 14443 at 106 kbit/s:
// ten bits for a byte (94.4 us), frames of 256 bytes with their framing, guard and turn-around times (about 42 bit times,
// 400 us), and some processing. No real card was measured here (reference/card.md §4): the byte time is arithmetic, the
// other two are settable estimates.
#pragma once

#include <chrono>
#include <cstddef>

namespace omote::sim::card {

struct CardTiming {
  double us_per_byte = 0;
  double us_per_frame = 0;
  double us_per_apdu = 0;

  [[nodiscard]] static CardTiming full() { return {}; }
  [[nodiscard]] static CardTiming type_b() { return {.us_per_byte = 94.4, .us_per_frame = 400, .us_per_apdu = 500}; }

  // For command and answer (status word included); each frame carries up to 253 of their bytes and 3 of its own.
  [[nodiscard]] std::chrono::microseconds time(std::size_t command, std::size_t answer) const {
    const auto frames = [](std::size_t bytes) { return (bytes + 252) / 253; };
    const std::size_t count = frames(command) + frames(answer);
    const auto bytes = static_cast<double>(command + answer + 3 * count);
    return std::chrono::microseconds(
        static_cast<std::int64_t>(us_per_apdu + us_per_frame * static_cast<double>(count) + us_per_byte * bytes));
  }
};

}  // namespace omote::sim::card
