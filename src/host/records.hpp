// Everything of the host that concerns records: the journal for the console, the terminals' own lines, the bundle.
#pragma once

#include "console/routes.hpp"
#include "domain/fact/fact.hpp"
#include "host/bundle_desk.hpp"
#include "host/figures_api.hpp"
#include "host/log_api.hpp"
#include "host/terminal_log.hpp"

namespace omote::host {

class Records {
 public:
  // changed: the console's state is another one.
  Records(net::Loop& loop, const Clock& clock, const Settings& settings, ports::JournalPort& journal, ports::LogPort& log,
          const catalogue::Catalogue& catalogue, std::function<void()> changed);
  ~Records() { api_.readers().finish(); }  // its tasks use what stands behind it
  // Adds its addresses to the console; once.
  void serve(console::Routes& routes);
  // True when the wish was one of ours.
  [[nodiscard]] bool wish(const console::v1::FromPage& wish, std::uint16_t console_port);
  void add_to(console::v1::State& state) const { *state.mutable_collecting() = bundle_.state(); }
  // With people's words in it, as BundleDesk::collect_with_note.
  void collect_with_note(const std::string& note, std::uint16_t console_port, BundleDesk::OnMade made) {
    bundle_.collect_with_note(note, console_port, std::move(made));
  }
  // Looks whether the national system's time says that this PC's clock is right: then old days may go again (docs/log.md).
  void clock_seen(const fact::Facts& facts);
  [[nodiscard]] TerminalLog& terminal_log() { return terminal_log_; }

 private:
  const Clock& clock_;
  ports::JournalPort& journal_;
  ports::LogPort& log_;
  std::optional<SteadyTime> confirmed_;
  LogApi api_;
  FiguresApi figures_;
  TerminalLog terminal_log_;
  BundleDesk bundle_;
};

}  // namespace omote::host
