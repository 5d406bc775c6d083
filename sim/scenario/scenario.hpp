// A scenario as its file says it (docs/scenarios.md): what is given, which fault is injected, what the system must recognise
// and say, and how it comes back.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace omote::sim::scenario {

using Texts = std::map<std::string, std::string>;

struct Given {
  std::string persona = "adult";
  std::string way = "pin";                 // face, pin, staff
  std::string before_camera = "owner";     // a persona, owner, nobody
  std::string moment = "ready";            // see moments()
  Texts host_settings, terminal_settings;  // as they stand in the settings file
  Texts switches;                          // of the national system
  int visits = 0;                          // good ones before
  bool paired = true;                      // terminal and PC know each other
  bool installed = false;                  // the programs stand in an installation with its manifest
  std::string pin;                         // typed; empty: the right one
};

struct Injection {
  std::string fault;  // of sim/faults
  Texts with;
  int after_ms = 0;  // since what came before it
  int for_ms = 0;    // and it is gone again by itself; 0: it stays
};

// A question that people put to the running system, by the command line or to the console's server.
struct Question {
  std::string command;  // arguments of omote, "explain Q10 --lang ja"; {console} is the console's port, {journal} its file
  std::string fetch;    // or an address of the console's server, "/api/state"
  std::vector<std::string> has;  // what the answer must say
};

struct ExpectedScreen {
  std::string screen;  // "" for no screen of its own
  Texts params;
  std::vector<std::string> offers;  // touches that must be possible: never a dead end
};

struct Expected {
  std::string code, detail, cause, who;
  ExpectedScreen kiosk;
  std::string next;                 // remedy or question that is proposed
  std::vector<std::string> beside;  // rows of further incidents that stand at the same time: several faults
};

struct Recovery {
  std::string by = "undo";  // undo (a person removes the cause), remedy (on consent), itself, person (at the kiosk), pairing
  std::string remedy;
  int within_s = 10;
  int steps_by_hand = -1;     // -1: as many as the remedy has
  bool notice_stays = false;  // what is only a notice stands on after the cause is gone, so that somebody reads it
};

struct Scenario {
  std::string id, row;
  std::string title_ja, title_en;
  Given given;
  std::vector<Injection> inject;
  std::vector<Question> ask;  // in the place of a fault: the situation is a question
  std::string then = "wait";  // wait, visit (the patient begins or goes on)
  Expected expect;
  Recovery recover;
  std::vector<std::string> checks;  // see checks()
};

[[nodiscard]] const std::vector<std::string>& moments();
[[nodiscard]] const std::vector<std::string>& checks();

// Reasons: data_file_missing, data_file_wrong, data_field_wrong (context: "file:line: field: what is expected").
[[nodiscard]] Result<Scenario> load_scenario(const std::filesystem::path& file);
// All *.yaml of a folder, sorted by row and cause. Further reason: scenario_none.
[[nodiscard]] Result<std::vector<Scenario>> load_scenarios(const std::filesystem::path& folder);

}  // namespace omote::sim::scenario
