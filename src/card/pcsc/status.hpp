// What the return codes of the smart card service mean (measured in reference/card.md §2 and reference/trust.md §2).
#pragma once

#include <cstdint>
#include <string>

#include "card/apdu/failures.hpp"

namespace omote::card {

// For a code other than SCARD_S_SUCCESS. `call` names the function for the context.
[[nodiscard]] Trouble trouble_of_status(std::int64_t code);
[[nodiscard]] std::string status_context(const char* call, std::int64_t code);
// The context is of no use any more: a new one has to be established.
[[nodiscard]] bool service_lost(std::int64_t code);

}  // namespace omote::card
