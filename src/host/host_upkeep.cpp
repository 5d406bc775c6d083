// What keeps the host and its terminals in order: the journal, the files of the terminals' settings, and the self-test.
#include "base/log.hpp"
#include "host/host.hpp"

namespace omote::host {

TerminalSettings Host::settings_of(const std::string& serial, TerminalSettings settings) {
  settings = book_.completed(serial, std::move(settings));
  if (const auto kept = book_.kept(serial); kept != Kept::Whole) {
    journal([&](journal::v1::Event& event) {
      event.set_terminal(serial);
      event.mutable_settings_healed()->set_file("terminals/" + serial);
      event.mutable_settings_healed()->set_how(kept == Kept::Healed ? "previous_generation" : "rebuilt");
    });
  }
  book_.note(serial, {settings, "", ""});
  return settings;
}

void Host::note_terminal(const std::string& serial) {
  for (const auto& known : link_->terminals()) {
    if (known.serial == serial) book_.note(serial, {{}, known.address, known.software});
  }
}

void Host::watch_journal() {
  parts_.journal.on_state([this, alive = std::weak_ptr(alive_)](const std::string& reason) {
    parts_.loop.post([this, alive, reason] {
      if (!alive.expired()) journal_changed(reason);
    });
  });
}

// Without records nobody is received: a VERIFY that nobody can account for must not happen.
void Host::journal_changed(const std::string& reason) {
  journal_reason_ = reason;
  diagnosis_->host().journal(reason);
  for (const auto& [serial, desk] : desks_) {
    if (reason.empty()) {
      desk->runner->on(visit::RecordsResumed{});
    } else {
      desk->runner->on(visit::RecordsStopped{});
    }
  }
}

void Host::open_self_test() {
  self_test_ = std::make_unique<SelfTest>(
      SelfTestParts{parts_.loop, parts_.clock, parts_.journal, output_queue_, parts_.settings.output_folder,
                    parts_.settings.state_folder, parts_.settings.self_test_at, [this] { return tested_terminals(); },
                    [this](const std::string& id, const std::string& subject) { return fact(id, subject); },
                    [this](const std::string& serial, const link::v1::ToTerminal& message) { link_->send(serial, message); },
                    [this](const std::string& serial) {
                      if (const auto at = desks_.find(serial); at != desks_.end()) at->second->national->refresh();
                    },
                    [this] { console_->changed(); }});
}

std::vector<TestedTerminal> Host::tested_terminals() const {
  std::vector<TestedTerminal> terminals;
  for (const auto& [serial, desk] : desks_) {
    terminals.push_back({serial, desk->link_state == "connected", link_->latency(serial), desk->presence, desk->national_state});
  }
  return terminals;
}

// Of a terminal that is not connected nothing counts: what was known is old.
std::optional<fact::Fact> Host::fact(const std::string& id, const std::string& subject) const {
  const auto now = parts_.clock.now();
  const auto at = desks_.find(subject);
  if (!subject.empty() && (at == desks_.end() || at->second->link_state != "connected"))
    return fact::not_known(id, subject, "not_connected", now);
  if (!subject.empty() && at->second->terminal.facts().empty()) return std::nullopt;  // its first report is on the way
  const auto* found = diagnosis_->incidents().facts().find(id, subject);
  return found == nullptr ? fact::not_known(id, subject, "not_told", now) : *found;
}

}  // namespace omote::host
