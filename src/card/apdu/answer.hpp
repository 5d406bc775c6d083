// What the card answers: data and a status word.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/secret.hpp"

namespace omote::card {

// The data of an answer may be personal (photo, names), so it is wiped.
struct Answer {
  Bytes data;
  std::uint16_t status = 0;

  Answer() = default;
  Answer(Bytes d, std::uint16_t s) : data(std::move(d)), status(s) {}
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;
  Answer(Answer&&) noexcept = default;
  Answer& operator=(Answer&&) noexcept = default;
  ~Answer() { wipe_memory(data.data(), data.size()); }

  [[nodiscard]] bool ok() const { return status == 0x9000; }
};

// The last two bytes are the status word; nothing when there are fewer (the card is gone, reference/trust.md §2).
[[nodiscard]] std::optional<Answer> parse_answer(ByteView bytes);

// 63Cx: x tries; 6983, 6984: none, blocked. Nothing when the status does not tell.
[[nodiscard]] std::optional<int> tries_in(std::uint16_t status);

[[nodiscard]] std::string status_text(std::uint16_t status);  // "6A82"

}  // namespace omote::card
