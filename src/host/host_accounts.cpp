// The host's device accounts: which password each terminal logs in with, and what console and command line see and change.
#include <algorithm>

#include "base/file.hpp"
#include "base/log.hpp"
#include "host/host.hpp"

namespace omote::host {

namespace {

constexpr std::size_t kMostPasswordFile = 4096;
constexpr std::chrono::minutes kLock{30};  // when the national system does not tell (reference/online-eligibility.md §5)

std::chrono::seconds lock_left(const std::string& state, const std::string& minutes, SteadyTime::duration passed) {
  if (state != "login_locked") return {};
  const auto told = std::atoi(minutes.c_str());
  const auto whole = told > 0 && told <= kLock.count() ? std::chrono::minutes(told) : kLock;
  return std::max(std::chrono::seconds(0), std::chrono::duration_cast<std::chrono::seconds>(whole - passed));
}

}  // namespace

void Host::open_accounts() {
  const auto& folder = parts_.settings.state_folder;
  const auto& environment = parts_.settings.environment;
  registrations_.emplace(RegistrationStore::open(folder / "registrations", environment, parts_.clock));
  passwords_.emplace(
      LoginPasswords::open(folder / "login-passwords", environment, SecretBox::open(SecretBox::key_file_for(folder))));
  accounts_.emplace(AccountApiParts{parts_.journal, console_->audit(), *registrations_, *passwords_,
                                    [this] { return account_terminals(); }, [this] { return none_because(); },
                                    [this] { registrations_changed(); },
                                    [this](const std::string& serial) { password_changed(serial); }});
  accounts_->add_to(console_->routes());
  EnvironmentApiParts environments{parts_.settings, *registrations_, console_->audit(), [this] { return visit_runs(); }, {}};
  if (parts_.restart) environments.restart = [this] { return parts_.restart(RestartFor::Settings); };
  environments_.emplace(std::move(environments));
  environments_->add_to(console_->routes());
}

// What was typed at the console counts before the file that the settings name.
Result<Secret> Host::password_of(const TerminalSettings& settings) const {
  if (settings.login.empty()) return Secret();
  if (passwords_->has(settings.login)) return passwords_->of(settings.login);
  auto password = read_file(settings.password_file, kMostPasswordFile);
  if (!password) return pass(password);
  while (!password->empty() && password->back() == '\n') password->pop_back();
  return Secret::take(std::move(*password));
}

Result<std::unique_ptr<ports::NationalPort>> Host::make_national(const TerminalSettings& settings) const {
  if (parts_.settings.national_way != "https") return parts_.make_national(settings, Secret());
  auto password = password_of(settings);
  if (!password) return pass(password);
  return parts_.make_national(settings, std::move(*password));
}

Result<LoginAccount> Host::any_account() const {
  const auto& all = registrations_->here().all();
  if (all.empty()) return fail("look_up_without_account");
  auto settings = terminal_settings(all.front());
  auto password = password_of(settings);
  if (!password) return pass(password);
  return LoginAccount{std::move(settings), std::move(*password)};
}

std::vector<AccountTerminal> Host::account_terminals() const {
  std::vector<AccountTerminal> terminals;
  for (const auto& known : link_->terminals()) {
    if (!known.paired) continue;
    AccountTerminal one{.serial = known.serial, .connected = known.up};
    const auto& settings = parts_.settings.terminal(known.serial);
    one.password_file = !settings.password_file.empty();
    one.settings_login = settings.login;
    if (const auto at = desks_.find(known.serial); at != desks_.end() && at->second) {
      const auto& desk = *at->second;
      one.stopped = !desk.runner->state().open;
      one.national = desk.national_state;
      one.lock_left = lock_left(desk.national_state, desk.national_context, parts_.clock.steady() - desk.national_since);
    }
    terminals.push_back(std::move(one));
  }
  return terminals;
}

bool Host::visit_runs() const {
  return std::ranges::any_of(desks_, [](const auto& known) { return known.second && known.second->runner->state().running; });
}

// Why nobody waits for a login name: Q08 and Q09 by their facts.
std::string Host::none_because() const {
  const auto known = link_->terminals();
  if (std::ranges::any_of(known, &link::KnownTerminal::paired)) return "all_registered";
  if (!known.empty()) return "not_paired";
  const auto* adapter = diagnosis_->incidents().facts().find("link.spare_adapter", "");
  const auto* state = adapter != nullptr && adapter->value ? std::get_if<std::string>(&*adapter->value) : nullptr;
  if (state == nullptr) return "not_looked";
  return state->empty() ? "nothing_plugged" : "adapter_" + *state;
}

// The next round uses it; where a desk could not be made without it, it is made now.
void Host::password_changed(const std::string& serial) {
  const bool had = desks_.contains(serial);
  auto* desk = desk_of(serial);
  if (desk == nullptr) return;
  desk->password_changed = had;
  if (!had && link_->up(serial)) link_up(serial);
  renew_logins();
}

}  // namespace omote::host
