// What the system lets a program with the right to manage networks do to an adapter. In the network namespace of the calling
// thread, where the system has such a thing.
#pragma once

#include <string>

#include "diagnosis/probes/network_view.hpp"

namespace omote::diagnosis {

// Reasons: adapter_not_switched (the system's word; most often the right to do it is missing).
[[nodiscard]] Result<void> switch_on(const Interface& adapter);
// Replaces one that is there already. Reason: address_not_given.
[[nodiscard]] Result<void> give_address(const Interface& adapter, const Address& address);

// "" when the system does not tell.
[[nodiscard]] std::string hardware_of(const std::string& adapter);
[[nodiscard]] std::string place_of(const std::string& adapter);
// The system looks anew for a driver of what is plugged there. Reason: bus_not_searched.
[[nodiscard]] Result<void> search_again(const std::string& place);

}  // namespace omote::diagnosis
