// A world apart for one scenario: processes, mounts and network of its own, so that a fault touches nothing outside of it
// and several scenarios can run at once.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace omote::sim::network {

// In a mount namespace of our own: what is mounted from now on is seen by nobody else, in a chroot too. Reason:
// world_not_prepared.
[[nodiscard]] Result<void> keep_mounts_to_ourselves();

// Runs `inside` as the first process of new namespaces and returns its exit status; call it before any thread is started.
// Other users than root become root in a user namespace of their own. Inside: a private copy of /etc, an empty /run, and
// the new network's own /sys. Reasons: namespaces_refused (what the system did not allow), world_not_prepared.
[[nodiscard]] Result<int> run_apart(const std::function<int()>& inside);

// A network namespace beside ours, as another machine: its own addresses, routes and loopback.
class Machine {
 public:
  // Reason: tool_failed.
  [[nodiscard]] static Result<Machine> make(const std::string& name);
  [[nodiscard]] const std::string& name() const { return name_; }
  // Before a program's arguments: it runs there.
  [[nodiscard]] std::vector<std::string> prefix() const { return {"ip", "netns", "exec", name_}; }
  [[nodiscard]] std::string network() const { return "/run/netns/" + name_; }

 private:
  explicit Machine(std::string name) : name_(std::move(name)) {}
  std::string name_;
};

// Moves the calling thread into that network namespace for good; false when it is not there. "" stays.
[[nodiscard]] bool enter_network(const std::string& network);
// Runs `work` on a thread of its own inside that network and waits for it.
void in_network(const std::string& network, const std::function<void()>& work);

// A system tool (ip, nft, mount), waited for. Reason: tool_failed (its words).
Result<void> run_tool(const std::vector<std::string>& argv);
// The same, giving what it wrote to standard output.
[[nodiscard]] Result<std::string> ask_tool(const std::vector<std::string>& argv);

}  // namespace omote::sim::network
