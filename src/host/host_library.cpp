// The host's accounts and the client library: which terminal logs in with which account, and programs that use a counter.
#include "base/log.hpp"
#include "host/host.hpp"

namespace omote::host {

Result<void> Host::open_library() {
  auto library = LibraryApi::open(
      {parts_.loop, parts_.clock, parts_.journal, *registrations_, parts_.settings.state_folder / "library.token",
       [this](const std::string& serial) { return parts_.make_card(parts_.settings.terminal(serial).reader); },
       [this](const account::Registration& registration) { return make_national(terminal_settings(registration)); },
       [this](const std::string& serial) { return lend_counter(serial); },
       [this](const std::string& serial) { give_counter_back(serial); },
       [this](const std::string& reason, const std::string& context, const std::string& phase, const std::string& serial) {
         log::info("library: {} ({}) in phase {} at {}", reason, context, phase, serial);
         diagnosis_->library_trouble(serial, reason, phase);
       },
       [this](const std::string& phase, const std::string& serial) { diagnosis_->library_good(serial, phase); },
       [this] { registrations_changed(); }});
  if (!library) return pass(library);
  library_ = std::move(*library);
  // The library's token is a lock of its own.
  for (const auto* method : {"GET", "POST"}) {
    console_->routes().add_open(method, "/api/library/v1/*", [this](const console::Asked& asked, const console::Answer& answer) {
      library_->serve(asked.request, answer);
    });
  }
  return {};
}

TerminalSettings Host::terminal_settings(const account::Registration& registration) const {
  auto settings = parts_.settings.terminal(registration.reader);
  settings.login = registration.device_id;
  return settings;
}

// A terminal that is registered nowhere takes the account that the settings name for it, and follows them when they are put
// right; what a program registered stays. One that is registered in another environment does not: there somebody has to
// register it here first (E29), so that the environments never mix.
const account::Registration* Host::registration_of(const std::string& serial) {
  const auto* here = registrations_->here().of_reader(serial);
  const auto& login = parts_.settings.terminal(serial).login;
  const bool follows = here == nullptr ? !registrations_->elsewhere(serial) : registrations_->adopted(here->device_id);
  if (login.empty() || !follows || (here != nullptr && here->device_id == login)) return here;
  if (const auto taken = registrations_->adopt({login, serial}); !taken) {
    log::warning("terminal {}: the login name of the settings is not taken: {}", serial, describe(taken.error()));
    return here;
  }
  journal([&](journal::v1::Event& event) {
    event.set_terminal(serial);
    event.mutable_account_changed()->set_environment(registrations_->environment());
    event.mutable_account_changed()->set_what("from_settings");
    event.mutable_account_changed()->set_login(login);
  });
  return registrations_->here().of_reader(serial);
}

ChangedFiles Host::login_files(const TerminalSettings& settings) const {
  const auto& all = parts_.settings;
  if (all.national_way != "https") return {};
  return ChangedFiles({settings.password_file, all.national_certificate, all.national_key, all.national_ca});
}

void Host::renew_logins() {
  for (const auto& [serial, desk] : desks_) {
    if (!desk || desk->device_id.empty() || desk->runner->state().running) continue;
    // Asked each time: it remembers what it saw.
    const bool files_changed = desk->login_files.changed();
    if (!std::exchange(desk->password_changed, false) && !files_changed) continue;
    auto port = make_national(desk->settings);
    if (port) {
      desk->national->renew(std::move(*port));
    } else {
      log::warning("terminal {}: the changed login is not used: {}", serial, describe(port.error()));
    }
  }
}

// Only a counter where nobody is: patients go first.
bool Host::lend_counter(const std::string& serial) {
  const auto at = desks_.find(serial);
  if (at == desks_.end()) return true;  // no terminal there: the reader serves programs only
  const auto& state = at->second->runner->state();
  if (state.running || (state.phase != visit::Phase::Ready && state.phase != visit::Phase::Waiting)) return false;
  at->second->runner->on(visit::CounterLent{});
  return true;
}

void Host::give_counter_back(const std::string& serial) {
  const auto at = desks_.find(serial);
  if (at != desks_.end()) at->second->runner->on(visit::CounterReturned{});
}

// A terminal whose account changed gets a new desk, as soon as no visit runs there.
void Host::registrations_changed() {
  std::vector<std::string> outdated;
  for (const auto& [serial, desk] : desks_) {
    const auto* registration = registrations_->here().of_reader(serial);
    const auto wanted = registration == nullptr ? "" : registration->device_id;
    if (desk->device_id != wanted && !desk->runner->state().running) outdated.push_back(serial);
  }
  for (const auto& serial : outdated) {
    const bool connected = desks_[serial]->link_state == "connected";
    desks_[serial]->runner->on(visit::TerminalWentDown{"account_changed"});
    desks_.erase(serial);
    if (desk_of(serial) != nullptr && connected) link_up(serial);
  }
  console_->changed();
}

}  // namespace omote::host
