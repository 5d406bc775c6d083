// Device accounts (F0…) of the simulated national system: logins, the lock after five wrong passwords, sessions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"

namespace omote::sim::national {

struct Account {
  std::string device_id;
  std::string password;
  std::string environment;  // "production" or "verification"
  std::string institution;
  Date first_day;  // 利用開始日
};
// Specimen accounts: of the clinic (two readers), of the other environment, one that begins in the future, one of the other
// institution. sim/national/README.md lists them.
[[nodiscard]] const std::vector<Account>& specimen_accounts();
// A large practice has more readers: the clinic's account for its terminal of that number (0 to 15).
[[nodiscard]] Account account_of_terminal(int terminal);
// Both kinds.
[[nodiscard]] std::vector<Account> all_accounts();

enum class LoginResult { Ok, UnknownAccount, WrongPassword, Locked, NotYetValid, WrongEnvironment };
struct Login {
  LoginResult result = LoginResult::UnknownAccount;
  std::string detail;  // minutes left of the lock, or the first day
  std::string token;
};

class Accounts {
 public:
  Accounts(std::vector<Account> accounts, std::string environment);

  // `institution` comes from the client certificate: an account of another institution is unknown here.
  [[nodiscard]] Login login(const std::string& device_id, const std::string& password, const std::string& environment,
                            const std::string& institution, WallTime now);
  // The session is known, of this institution and not older than its life time.
  [[nodiscard]] bool valid(const std::string& token, const std::string& institution, WallTime now);
  void end_all_sessions() { sessions_.clear(); }
  // From now on logins of that environment are taken; nobody is logged in.
  void stand_for(std::string environment);
  void unlock_all();  // as an administrator of the national system does

 private:
  struct State {
    Account account;
    int wrong = 0;
    WallTime locked_until{};
  };
  struct Session {
    std::string institution;
    WallTime until;
  };
  [[nodiscard]] Login try_password(State& state, const std::string& password, WallTime now);

  std::vector<State> accounts_;
  std::string environment_;
  std::map<std::string, Session> sessions_;
};

}  // namespace omote::sim::national
