// What a process that handles secrets asks of the operating system.
#pragma once

#include <thread>

namespace omote::card {

// No core dumps, no other process of the same user may look inside.
void harden_worker();

// Ends this process as soon as the other side of `socket` is closed, even while the card service blocks the main thread.
[[nodiscard]] std::jthread end_with(int socket);

}  // namespace omote::card
