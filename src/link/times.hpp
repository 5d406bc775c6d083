// How long the link waits for what. The defaults are the promise of docs/link.md; tests make them shorter.
#pragma once

#include <chrono>

namespace omote::link {

// A tick that comes so late means that this program stood still: what the other side said meanwhile waits to be read, and is no
// silence of its.
inline constexpr std::chrono::milliseconds kStoodStill{500};

struct Times {
  std::chrono::milliseconds ping{400};  // host to terminal
  std::chrono::milliseconds lost{
      1900};  // nothing heard for so long: the other side is gone. Four tries of TCP lie in it, at 0, 0.2, 0.6, 1.4 s
  std::chrono::milliseconds hello{5000};      // from the connection to the first ping or pairing message
  std::chrono::milliseconds pairing{60'000};  // for the people to compare
  std::chrono::milliseconds beacon{1000};     // while linked; four times as often while not
  std::chrono::milliseconds retry{1000};      // longest wait between two attempts to connect
};

}  // namespace omote::link
