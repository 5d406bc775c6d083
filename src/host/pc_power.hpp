// Whether this PC is being switched off: then its terminals are told before the host ends (docs/power.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace omote::host {

// `jobs` is what `systemctl list-jobs` says: that the system switches off or halts. A start anew is no reason.
[[nodiscard]] bool says_switch_off(std::string_view jobs);

// `when`: "always" (whenever the host is stopped), "shutdown" (asks the command), "never". Blocks for two seconds at most.
[[nodiscard]] bool pc_goes_down(const std::string& when, const std::vector<std::string>& jobs_command);

}  // namespace omote::host
