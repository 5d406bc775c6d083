// Looks at interfaces and filters packets of the machine that we are on, or of another one.
#pragma once

#include <string>

#include "base/result.hpp"
#include "sim/faults/fault.hpp"

namespace omote::sim::faults {

[[nodiscard]] bool interface_there(const std::string& name);
[[nodiscard]] bool interface_up(const std::string& name);  // enabled by us, with or without carrier
[[nodiscard]] bool carrier(const std::string& name);
[[nodiscard]] bool has_address(const std::string& name);
// What drops so many of a hundred packets, for a rule.
[[nodiscard]] std::string lose(int percent);
// A rule in a table of its own at the hook "input" or "output" of that machine ("" for ours); the rule counts, and the fault
// fired when it counted a packet. Reason: tool_failed.
[[nodiscard]] Result<Injected> filter(const std::string& machine, const std::string& hook, const std::string& rule);

// What that adapter sends goes out no faster than that; it fired when something was sent. Reason: tool_failed.
[[nodiscard]] Result<Injected> slow_down(const std::string& machine, const std::string& adapter, int kbit);

}  // namespace omote::sim::faults
