// Management of the terminals for console and command line (/api/terminals): how each one is, starting and stopping check-in,
// the end of reception, restarting, the plan.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "console/audit.hpp"
#include "console/body.hpp"
#include "console/routes.hpp"
#include "host/terminal_updates.hpp"
#include "host/terminal_wishes.hpp"

namespace omote::host {

// A terminal that is paired, as of this moment.
struct ManagedTerminal {
  std::string serial, address, software, link, visit_state;
  bool connected = false, stopped = false, visit_runs = false;
  std::uint32_t latency_us = 0;     // 0: not known
  std::uint32_t drops_today = 0;    // of the link
  std::uint32_t visits_today = 0;   // that are over
  std::uint32_t results_today = 0;  // of those, with a result
  std::string model, firmware;      // of the device, as it tells
  TerminalUpdateView update;
};

struct TerminalApiParts {
  const Clock& clock;
  const console::Audit& audit;
  TerminalWishes& wishes;
  std::function<std::vector<ManagedTerminal>()> terminals;
  // A visit that runs is finished first.
  std::function<void(const std::string& serial, bool open, const console::Caller& by)> switch_check_in;
  // "restart_terminal_program", "restart_terminal_device"; false when the terminal is not connected.
  std::function<bool(const std::string& serial, const std::string& action)> order;
  std::function<void(const std::string& serial)> forget;
  // The visit goes from one to the other; "" when it does, else why not.
  std::function<std::string(const std::string& from, const std::string& to, const console::Caller& by)> move_visit;
  // To the version that is kept for them; "" when it was begun, else why not.
  std::function<std::string(const std::string& serial, const std::string& by)> update;
};

class TerminalApi {
 public:
  explicit TerminalApi(TerminalApiParts parts) : parts_(std::move(parts)) {}
  void add_to(console::Routes& routes);

 private:
  [[nodiscard]] console::Json told() const;
  void act(const console::Json& body, const console::Caller& by, const console::Answer& answer);
  [[nodiscard]] std::string act_on(const ManagedTerminal& terminal, const std::string& action, const console::Caller& by);
  void set_plan(const console::Json& body, const console::Caller& by, const console::Answer& answer);
  void move(const console::Json& body, const console::Caller& by, const console::Answer& answer);
  void forget(const console::Json& body, const console::Caller& by, const console::Answer& answer);

  TerminalApiParts parts_;
};

}  // namespace omote::host
