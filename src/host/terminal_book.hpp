// What the host knows of each terminal, one kept file for each serial number (STATE/terminals/SERIAL). A damaged file heals
// from the generation before, or is written anew from host.toml and from what the link and the reader tell.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/kept_file.hpp"
#include "host/settings.hpp"
#include "schema/link.pb.h"

namespace omote::host {

struct TerminalRecord {
  TerminalSettings settings;  // as they were when the terminal worked last
  std::string address;        // on the link
  std::string software;       // its version
  std::string update;         // how its last update ended (host/terminal_updates.hpp)
};

// Loop's thread only.
class TerminalBook {
 public:
  TerminalBook(std::filesystem::path folder, const Clock& clock) : folder_(std::move(folder)), clock_(clock) {}

  // In the place of what the settings leave out, what is remembered of the terminal. Not the account: registrations are the
  // environment's (host/registration_store.hpp).
  [[nodiscard]] TerminalSettings completed(const std::string& serial, TerminalSettings settings);
  // What is new goes to the disk; empty texts change nothing.
  void note(const std::string& serial, const TerminalRecord& record);
  [[nodiscard]] const TerminalRecord& record(const std::string& serial) { return entry(serial).record; }
  // The terminal was unpaired: its file goes.
  void forget(const std::string& serial);

  // How the file was found when it was opened in this run.
  [[nodiscard]] Kept kept(const std::string& serial) { return entry(serial).file.kept(); }
  // Puts that into the terminal's own fact terminal.settings, the worse of both counts; for a minute after the healing.
  void amend(const std::string& serial, link::v1::TerminalState& state);

 private:
  struct Entry {
    KeptFile file;
    TerminalRecord record;
    SteadyTime opened;
  };
  Entry& entry(const std::string& serial);
  std::filesystem::path folder_;
  const Clock& clock_;
  std::map<std::string, Entry> entries_;
};

}  // namespace omote::host
