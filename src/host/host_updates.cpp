// The terminals' software comes through the host (docs/update.md): what TerminalUpdates asks of it.
#include <algorithm>

#include "base/log.hpp"
#include "host/host.hpp"

namespace omote::host {

void Host::open_updates() {
  shelf_.emplace(parts_.settings.terminal_releases);
  updates_.emplace(TerminalUpdateParts{
      parts_.clock, *shelf_,
      [this](const std::string& serial, const link::v1::ToTerminal& message) { return link_->send(serial, message); },
      [this](const std::string& serial) {
        const auto at = desks_.find(serial);
        return at != desks_.end() && at->second && at->second->runner->state().running;
      },
      [this](const std::string& serial) { check_in_as_wished(serial); },
      [this](const std::string& serial) { return verdict_from(book_.record(serial).update); },
      [this](const std::string& serial, const UpdateVerdict& verdict) {
        TerminalRecord record;
        record.update = to_text(verdict);
        book_.note(serial, record);
        console_->changed();
      },
      [this](const journal::v1::Event& event) { journal([&](journal::v1::Event& ours) { ours = event; }); }});
}

// Closed by the staff, or while a version is installed there.
void Host::check_in_as_wished(const std::string& serial) {
  const auto at = desks_.find(serial);
  if (at == desks_.end() || !at->second) return;
  at->second->runner->on(visit::CheckInSwitched{!wishes_.stopped(serial) && !updates_->holds(serial)});
  console_->changed();
}

// Terminals follow by themselves once reception has ended everywhere.
bool Host::follow_now() const {
  return wishes_.plan().follow && !desks_.empty() && std::ranges::all_of(desks_, [this](const auto& known) {
           return wishes_.stopped(known.first) && known.second && !known.second->runner->state().running;
         });
}

}  // namespace omote::host
