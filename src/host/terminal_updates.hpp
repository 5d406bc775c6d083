// The terminals' software follows the host's (docs/update.md): what waits for which terminal, the transfer piece by piece, and
// how the installation there ended. Never during a visit: before the last piece goes out, check-in there is closed until the
// verdict is in.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "host/release_shelf.hpp"
#include "schema/journal.pb.h"
#include "schema/link.pb.h"

namespace omote::host {

// How the last one ended on a terminal, kept over a restart.
struct UpdateVerdict {
  std::uint64_t number = 0;     // the terminal's; 0: it told none
  std::string sha256, version;  // of the release
  std::string verdict;          // "good", "taken_back", "failed", "refused", "no_verdict"; "": none yet
  std::string why;
};
// One line of text for the terminal's file, and back; an empty verdict for what is none.
[[nodiscard]] std::string to_text(const UpdateVerdict& verdict);
[[nodiscard]] UpdateVerdict verdict_from(const std::string& text);

struct TerminalUpdateView {
  std::string way;    // "host", "by_hand"; "" while it is not known
  std::string waits;  // the version that is newer than the terminal's; "" for none
  std::string phase;  // "", "waits" (for the end of a visit), "sending", "installing"
  std::uint32_t percent = 0;
  UpdateVerdict last;
};

struct TerminalUpdateParts {
  const Clock& clock;
  ReleaseShelf& shelf;
  std::function<bool(const std::string& serial, const link::v1::ToTerminal& message)> send;
  std::function<bool(const std::string& serial)> visit_runs;
  std::function<void(const std::string& serial)> check_in_changed;  // holds() says otherwise than before
  std::function<UpdateVerdict(const std::string& serial)> remembered;
  std::function<void(const std::string& serial, const UpdateVerdict& verdict)> remember;
  std::function<void(const journal::v1::Event& event)> journal;
};

// Loop's thread only.
class TerminalUpdates {
 public:
  explicit TerminalUpdates(TerminalUpdateParts parts) : parts_(std::move(parts)) {}

  // `link_version`: of the link with it; an older one carries no releases.
  void link_up(const std::string& serial, const std::string& software, std::uint32_t link_version);
  void link_down(const std::string& serial);
  void forget(const std::string& serial);
  void hear(const std::string& serial, const link::v1::UpdateState& state);
  void hear(const std::string& serial, const link::v1::ReleaseWanted& wanted);

  // Starts it, or goes on with it. "" when it was begun, else why not: "terminal_away", "update_by_hand", "update_none",
  // "update_runs".
  [[nodiscard]] std::string order(const std::string& serial, const std::string& by);
  // Every half second. `follow`: terminals that are older begin by themselves, but for what failed there before.
  void tend(bool follow);
  // Check-in there stays closed for it.
  [[nodiscard]] bool holds(const std::string& serial) const;
  [[nodiscard]] TerminalUpdateView view(const std::string& serial) const;

 private:
  enum class Phase { None, Sending, Installing };
  struct Terminal {
    bool up = false;
    std::string way, software;
    std::string installing;  // checksum of what lies there for its installer
    Phase phase = Phase::None;
    ShelfRelease release;  // that is on its way
    std::uint64_t at = 0;  // the byte that it wants next
    bool asked = false;    // it waits for a piece
    bool held = false;     // check-in is closed
    SteadyTime since{};    // of the phase, or of the last piece
    std::string given_up;  // checksum of one that its installer never took
  };
  [[nodiscard]] bool older(const Terminal& terminal) const;
  void offer(const std::string& serial, Terminal& terminal);
  void push(const std::string& serial, Terminal& terminal);
  void install(const std::string& serial, Terminal& terminal);
  void hold(const std::string& serial, Terminal& terminal, bool held);
  void leave(const std::string& serial, Terminal& terminal);
  void end(const std::string& serial, Terminal& terminal, const UpdateVerdict& verdict);
  void refused(const std::string& serial, Terminal& terminal, const std::string& verdict, const std::string& why);
  void note(const std::string& serial, const UpdateVerdict& verdict);
  void tend_one(const std::string& serial, Terminal& terminal, bool follow);

  TerminalUpdateParts parts_;
  SteadyTime looked_{};  // at what is kept for them
  std::map<std::string, Terminal> terminals_;
};

}  // namespace omote::host
