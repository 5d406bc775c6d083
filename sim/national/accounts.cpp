#include "sim/national/accounts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/national/pki.hpp"

namespace omote::sim::national {

namespace {

constexpr int kMostWrong = 5;
constexpr std::chrono::minutes kLock{30};  // reference/online-eligibility.md §5
constexpr std::chrono::hours kSession{4};
constexpr int kTerminals = 16;

}  // namespace

const std::vector<Account>& specimen_accounts() {
  static const std::vector<Account> kAccounts{
      {"F099000001", "Mihon-0001!", "verification", kClinic, {2020, 4, 1}},
      {"F099000002", "Mihon-0002!", "verification", kClinic, {2020, 4, 1}},
      {"F099000003", "Mihon-0003!", "production", kClinic, {2020, 4, 1}},
      {"F099000004", "Mihon-0004!", "verification", kClinic, {2099, 4, 1}},
      {"F099000005", "Mihon-0005!", "verification", kOtherInstitution, {2020, 4, 1}},
  };
  return kAccounts;
}

Account account_of_terminal(int terminal) {
  return {fmt::format("F0990001{:02}", terminal), fmt::format("Mihon-01{:02}!", terminal), "verification", kClinic, {2020, 4, 1}};
}

std::vector<Account> all_accounts() {
  auto all = specimen_accounts();
  for (int i = 0; i < kTerminals; ++i) all.push_back(account_of_terminal(i));
  return all;
}

Accounts::Accounts(std::vector<Account> accounts, std::string environment) : environment_(std::move(environment)) {
  for (auto& account : accounts) accounts_.push_back({std::move(account), 0, {}});
}

Login Accounts::login(const std::string& device_id, const std::string& password, const std::string& environment,
                      const std::string& institution, WallTime now) {
  const auto at = std::ranges::find(accounts_, device_id, [](const State& state) { return state.account.device_id; });
  if (at == accounts_.end() || at->account.institution != institution) return {LoginResult::UnknownAccount, "", ""};
  if (environment != environment_ || at->account.environment != environment_) {
    return {LoginResult::WrongEnvironment, environment_, ""};
  }
  auto login = try_password(*at, password, now);
  if (login.result != LoginResult::Ok) return login;
  if (to_jst(now).date < at->account.first_day) return {LoginResult::NotYetValid, to_iso(at->account.first_day), ""};
  login.token = to_hex(random_bytes(24));
  sessions_[login.token] = {institution, now + kSession};
  return login;
}

Login Accounts::try_password(State& state, const std::string& password, WallTime now) {
  const auto locked = [&]() -> Login {
    const auto left = std::chrono::ceil<std::chrono::minutes>(state.locked_until - now);
    return {LoginResult::Locked, std::to_string(left.count()), ""};
  };
  if (now < state.locked_until) return locked();
  if (password == state.account.password) {
    state.wrong = 0;
    return {LoginResult::Ok, "", ""};
  }
  if (++state.wrong < kMostWrong) return {LoginResult::WrongPassword, "", ""};
  state.wrong = 0;
  state.locked_until = now + kLock;
  return locked();
}

bool Accounts::valid(const std::string& token, const std::string& institution, WallTime now) {
  std::erase_if(sessions_, [&](const auto& session) { return session.second.until <= now; });
  const auto at = sessions_.find(token);
  return at != sessions_.end() && at->second.institution == institution;
}

void Accounts::stand_for(std::string environment) {
  environment_ = std::move(environment);
  end_all_sessions();
}

void Accounts::unlock_all() {
  for (auto& state : accounts_) {
    state.wrong = 0;
    state.locked_until = {};
  }
}

}  // namespace omote::sim::national
