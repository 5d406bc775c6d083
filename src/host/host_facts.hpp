// What the host itself knows of its terminals and of the national system, told to the incident desk as facts, and its own
// troubles as reasons. Loop's thread only.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "host/incident_desk.hpp"
#include "link/host_link.hpp"
#include "ports/card_port.hpp"
#include "schema/link.pb.h"

namespace omote::host {

class HostFacts {
 public:
  HostFacts(const Clock& clock, const catalogue::Catalogue& catalogue, std::string version, IncidentDesk& desk);

  void link_up(const std::string& terminal);
  void link_down(const std::string& terminal, const std::string& reason, bool in_visit);
  // Twice a second, with the terminals as the link knows them.
  void link_seen(const std::vector<link::KnownTerminal>& terminals);
  void latency(const std::string& terminal, std::chrono::microseconds time);
  void terminal_told(const std::string& terminal, const link::v1::TerminalState& state);
  void reader(const std::string& terminal, ports::Presence presence, bool in_visit);
  // Another program kept the last card from us.
  void reader_held(const std::string& terminal, bool held);
  // reason "" when logged in; detail: minutes left of a lock.
  void national(const std::string& terminal, const std::string& reason, const std::string& detail);
  void mode(const std::string& mode);
  // Whether the accounts last worked under the institution code that the settings name.
  void institution(bool fits);
  void account(const std::string& terminal, bool registered, bool elsewhere);
  // What was wrong with the last registration; other reasons leave it as it is.
  void account_mistake(const std::string& reason);
  void check_in(const std::string& terminal, bool stopped);
  // "" when everything can be recorded.
  void journal(const std::string& reason) { desk_.desk_state("journal", "", reason, ""); }
  void outbox(int waiting);
  // Settings that were damaged came back when their program started, from the generation before or anew; what is left is to
  // say that this is done. Reason: settings_not_healed (nothing says that they were).
  [[nodiscard]] Result<void> settings_settled(const std::string& terminal);
  // Facts on their way to the desk: what was settled is no news any more.
  void pass_settled(std::vector<fact::Fact>& facts);
  void forget(const std::string& terminal);

 private:
  struct Known {
    bool ever_connected = false;
    bool connected = false;
    bool reader_seen = false;
    bool logged_in = false;
    bool registered = true;
    std::optional<SteadyTime> held_since;
    bool stranger = false;  // heard, not registered
    int drops = 0;
    std::string refused;
  };
  [[nodiscard]] fact::Fact known(std::string id, const std::string& terminal, fact::Value value) const;
  void strangers_gone(const std::vector<link::KnownTerminal>& terminals);
  void new_day();
  void holders_gone();

  const Clock& clock_;
  const catalogue::Catalogue& catalogue_;
  std::string version_;
  IncidentDesk& desk_;
  SteadyTime began_;
  Date day_;
  int time_outs_ = 0;
  int slept_ = 0;
  WallTime last_wall_{};
  std::map<std::string, Known> terminals_;
  std::map<std::pair<std::string, std::string>, std::string> settled_;  // fact of settings and subject -> what it said
};

}  // namespace omote::host
