// What leads to the support desk (/api/support): whom to ask, and a terminal's reset to its first state. A reset asks for reason,
// state and what was done, keeps a bundle first, and tells what to send; nothing is sent by itself (docs/support.md).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "console/audit.hpp"
#include "console/body.hpp"
#include "console/routes.hpp"
#include "host/settings.hpp"
#include "host/terminal_api.hpp"

namespace omote::host {

struct SupportApiParts {
  const console::Audit& audit;
  const SupportContact& contact;
  std::function<std::vector<ManagedTerminal>()> terminals;
  // A bundle with this note in it; its path. Calls back once, on the loop.
  std::function<void(const std::string& note, std::function<void(Result<std::string>)> made)> collect;
  // The terminal becomes a new one at its restart, which follows. Calls back once, on the loop.
  std::function<void(const std::string& serial, std::function<void(Result<void>)> done)> reset;
  std::function<void(const std::string& serial)> forget;
  std::function<std::string(const std::string& serial)> login;  // registered for it; ""
};

// Loop's thread.
class SupportApi {
 public:
  explicit SupportApi(SupportApiParts parts) : parts_(std::move(parts)) {}
  void add_to(console::Routes& routes);

 private:
  struct Wish {
    std::string terminal, reason, state, done;
    console::Caller by;
  };
  [[nodiscard]] console::Json contact() const;
  void reset(const console::Json& body, const console::Caller& by, const console::Answer& answer);
  void order(const Wish& wish, const std::string& bundle, const console::Answer& answer);
  void ended(const Wish& wish, const std::string& bundle, const console::Answer& answer);
  // "" when the terminal can be reset now, else why not.
  [[nodiscard]] std::string why_not(const std::string& serial) const;

  SupportApiParts parts_;
  bool runs_ = false;
};

}  // namespace omote::host
