// Length-prefixed messages over a stream socket, with a deadline.
#pragma once

#include <chrono>
#include <optional>

#include "base/secret.hpp"

namespace omote::card {

// False when the other side is gone.
[[nodiscard]] bool send_message(int socket, const Secret& body);

enum class Received { Message, TimedOut, Gone };
// Waits for one message until `end` (nothing: for ever). Gone also stands for a message that is longer than allowed.
struct Incoming {
  Received what = Received::Gone;
  Secret body;
};
[[nodiscard]] Incoming receive_message(int socket, std::optional<std::chrono::steady_clock::time_point> end);

}  // namespace omote::card
