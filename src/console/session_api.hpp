// Signing in and out over HTTP: /api/session and what stands below it (docs/security.md).
#pragma once

#include <map>
#include <optional>
#include <string>

#include "console/body.hpp"
#include "console/staff_room.hpp"

namespace omote::console {

// What a password typed somewhere else than at this page says (at a terminal).
struct StaffCheck {
  std::string reason;  // "" when the person is who they say; else as at signing in
  std::chrono::seconds wait{0};
  std::string name;
  Role role = Role::User;
};

// Loop's thread only; lives as long as the routes.
class SessionApi {
 public:
  explicit SessionApi(StaffRoom room);
  void add_to(Routes& routes);
  // Nobody can change anything yet: the first administrator is still to be made.
  [[nodiscard]] bool first_start() const;
  // By the rules, limits and records of signing in, but no session begins. `way` is for the journal.
  void check(const std::string& name, const std::string& password, const std::string& code, const std::string& way,
             std::function<void(const StaffCheck&)> done);

 private:
  struct SignIn {
    std::string name, code, old_secret;  // the session that the browser had before
    Answer answer;
  };
  void tell(const Asked& asked, const Answer& answer) const;
  void sign_in(const Asked& asked, const Answer& answer);
  void sign_in_by_ticket(const std::string& ticket, const std::string& old_secret, const Answer& answer);
  void checked(const SignIn& wish, bool right);
  void refuse_sign_in(const SignIn& wish, std::string_view reason);
  void begin(const std::string& name, Role role, const std::string& way, const std::string& old_secret, const Answer& answer);
  void sign_out(const Asked& asked, const Answer& answer);
  void change_password(const Asked& asked, const Answer& answer);
  void make_ticket(const Asked& asked, const Answer& answer);
  void make_first(const Asked& asked, const Answer& answer);
  void tell_setup_code(const Asked& asked, const Answer& answer);
  void new_setup_code();
  [[nodiscard]] bool code_fits(const Member& member, const std::string& code);

  StaffRoom room_;
  TryLimit all_tries_;    // of everybody together
  TryLimit setup_limit_;  // of the setup code
  std::string setup_code_;
  int setup_tries_ = 0;
  struct Ticket {
    bool often = false;
    SteadyTime until;
  };
  std::map<std::string, Ticket> tickets_;           // by hash
  std::map<std::string, std::int64_t> used_codes_;  // the last step of each name: a code counts once
};

}  // namespace omote::console
