// How long the link waits for what. The defaults are the promise of docs/link.md; tests make them shorter.
#pragma once

#include <chrono>

namespace omote::link {

struct Times {
  std::chrono::milliseconds ping{500};        // host to terminal
  std::chrono::milliseconds lost{3000};       // nothing heard for so long: the other side is gone
  std::chrono::milliseconds hello{5000};      // from the connection to the first ping or pairing message
  std::chrono::milliseconds pairing{60'000};  // for the people to compare
  std::chrono::milliseconds beacon{1000};     // while linked; four times as often while not
  std::chrono::milliseconds retry{1000};      // longest wait between two attempts to connect
};

}  // namespace omote::link
