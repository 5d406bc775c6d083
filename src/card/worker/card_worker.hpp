// The worker process: the only one that talks to the card service, so that a call which never comes back costs a process and
// not the host (reference/card.md §2).
#pragma once

#include <string>

#include "card/mynumber/trust_store.hpp"

namespace omote::card {

// Answers requests on `socket` until the other side closes it. Makes the process undumpable first.
int run_card_worker(int socket, const std::string& reader, const TrustStore& trust);

}  // namespace omote::card
