// The device accounts of the environment in use, for console and command line (/api/accounts): what is registered, which
// terminals have no login name, and adding, changing, removing. What the national system would refuse as 0x81000001 is
// refused here before.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "console/audit.hpp"
#include "console/body.hpp"
#include "console/routes.hpp"
#include "host/login_passwords.hpp"
#include "host/registration_store.hpp"

namespace omote::host {

// A terminal that is paired, as the accounts need it.
struct AccountTerminal {
  std::string serial;
  bool connected = false;
  bool stopped = false;              // no check-in there
  std::string national;              // "connected", "connecting", or the reason of the last failure
  std::chrono::seconds lock_left{};  // of an account that is locked
  bool password_file = false;        // the settings name one
  std::string settings_login;        // the login name that the settings give it; "": none
};

struct AccountApiParts {
  ports::JournalPort& journal;
  const console::Audit& audit;
  RegistrationStore& registrations;
  LoginPasswords& passwords;
  std::function<std::vector<AccountTerminal>()> terminals;
  // Why no terminal waits for a login name: "all_registered", "not_paired", "nothing_plugged", "adapter_disabled", …
  std::function<std::string()> none_because;
  // After a change: which terminal has another account; whose password is another one.
  std::function<void()> registrations_changed;
  std::function<void(const std::string& serial)> password_changed;
};

class AccountApi {
 public:
  explicit AccountApi(AccountApiParts parts) : parts_(std::move(parts)) {}
  void add_to(console::Routes& routes);

 private:
  void list(const console::Answer& answer) const;
  void add(const console::Json& body, const console::Caller& by, const console::Answer& answer);
  void update(const console::Json& body, const console::Caller& by, const console::Answer& answer);
  void remove(const console::Json& body, const console::Caller& by, const console::Answer& answer);
  [[nodiscard]] console::Json row(const account::Registration& one, const std::vector<AccountTerminal>& terminals) const;
  void note(const console::Caller& by, const std::string& what, const std::string& login, const std::string& terminal) const;

  AccountApiParts parts_;
};

}  // namespace omote::host
