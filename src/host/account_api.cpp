#include "host/account_api.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "console/refusal.hpp"

namespace omote::host {

namespace {

using console::Json;
using console::refuse;

constexpr std::size_t kMostPassword = 128;  // bytes

const AccountTerminal* find(const std::vector<AccountTerminal>& terminals, std::string_view serial) {
  const auto at = std::ranges::find(terminals, serial, &AccountTerminal::serial);
  return at == terminals.end() ? nullptr : &*at;
}

// What a keyboard of any country can type; the national system takes nothing else.
bool is_login_password(std::string_view text) {
  return !text.empty() && text.size() <= kMostPassword && std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

net::Response refused(const Failure& failure) {
  const auto reason = failure.reason.text();
  const bool unknown = reason == "device_not_registered" || reason == "device_to_remove_unknown";
  const bool malformed = reason == "login_name_malformed" || reason == "reader_name_malformed";
  const bool of_terminal = reason.starts_with("reader_");
  const bool of_login = reason.starts_with("device_") || reason == "login_name_malformed";
  const auto status = unknown ? 404U : malformed ? 400U : of_terminal || of_login ? 409U : 500U;
  return refuse(status, failure, of_terminal ? "terminal" : of_login ? "login" : "");
}

}  // namespace

void AccountApi::add_to(console::Routes& routes) {
  const auto on = [this](void (AccountApi::*handle)(const Json&, const console::Caller&, const console::Answer&)) {
    return [this, handle](const console::Asked& asked, const console::Answer& answer) {
      const auto body = console::body_of(asked.request);
      if (!body) return answer(refuse(400, body.error()));
      (this->*handle)(*body, asked.by, answer);
    };
  };
  routes.add("GET", "/api/accounts", console::Right::Look,
             [this](const console::Asked&, const console::Answer& answer) { list(answer); });
  routes.add("POST", "/api/accounts", console::Right::Change, on(&AccountApi::add));
  routes.add("PUT", "/api/accounts", console::Right::Change, on(&AccountApi::update));
  routes.add("DELETE", "/api/accounts", console::Right::Change, on(&AccountApi::remove));
}

Json AccountApi::row(const account::Registration& one, const std::vector<AccountTerminal>& terminals) const {
  const auto& store = parts_.registrations;
  const auto* terminal = find(terminals, one.reader);
  const auto kept = parts_.passwords.of(one.device_id);
  const bool file = terminal != nullptr && terminal->password_file;
  const auto* password = kept ? "kept" : parts_.passwords.has(one.device_id) ? "unreadable" : file ? "file" : "missing";
  return {{"login", one.device_id},
          {"terminal", one.reader},
          {"since", store.since(one.device_id)},
          {"from", store.adopted(one.device_id) ? "settings" : "people"},
          {"password", password},
          {"paired", terminal != nullptr},
          {"connected", terminal != nullptr && terminal->connected},
          {"stopped", terminal != nullptr && terminal->stopped},
          {"state", terminal == nullptr ? "" : terminal->national},
          {"lock_left_s", terminal == nullptr ? 0 : terminal->lock_left.count()}};
}

void AccountApi::list(const console::Answer& answer) const {
  const auto& store = parts_.registrations;
  const auto terminals = parts_.terminals();
  auto accounts = Json::array();
  for (const auto& one : store.here().all()) accounts.push_back(row(one, terminals));
  auto without = Json::array();
  for (const auto& one : terminals) {
    if (store.here().of_reader(one.serial) != nullptr) continue;
    without.push_back({{"terminal", one.serial}, {"connected", one.connected}, {"elsewhere", store.elsewhere(one.serial)}});
  }
  auto others = Json::array();
  for (const auto& [environment, book] : store.others()) {
    auto rows = Json::array();
    for (const auto& one : book.all.all()) {
      const auto since = book.since.find(one.device_id);
      rows.push_back(
          {{"login", one.device_id}, {"terminal", one.reader}, {"since", since == book.since.end() ? "" : since->second}});
    }
    others.push_back({{"environment", environment}, {"accounts", rows}});
  }
  Json body{{"environment", store.environment()}, {"accounts", accounts}, {"without", without}, {"others", others}};
  body["none_because"] = without.empty() ? parts_.none_because() : "";
  answer(console::json_answer(body));
}

void AccountApi::add(const Json& body, const console::Caller& by, const console::Answer& answer) {
  const account::Registration wish{console::text_in(body, "login"), console::text_in(body, "terminal")};
  const auto password = console::text_in(body, "password");
  const auto terminals = parts_.terminals();
  const auto* terminal = find(terminals, wish.reader);
  // Tried on a copy: nothing is written before all of it is good.
  auto copy = parts_.registrations.here();
  if (const auto good = copy.add(wish); !good) return answer(refused(good.error()));
  if (terminal == nullptr) return answer(refuse(404, "terminal_unknown", "terminal"));
  if (password.empty() && !terminal->password_file) return answer(refuse(400, "login_password_missing", "password"));
  if (!password.empty() && !is_login_password(password)) return answer(refuse(400, "login_password_malformed", "password"));
  if (!password.empty()) {
    if (const auto kept = parts_.passwords.keep(wish.device_id, Secret(password)); !kept)
      return answer(refuse(500, kept.error(), "password"));
  }
  if (const auto added = parts_.registrations.add(wish); !added) {
    if (const auto removed = parts_.passwords.remove(wish.device_id); !removed) log::error("{}", describe(removed.error()));
    return answer(refused(added.error()));
  }
  note(by, "login_added", wish.device_id, wish.reader);
  answer(console::json_answer(row(wish, terminals), 201));
  parts_.registrations_changed();
}

void AccountApi::update(const Json& body, const console::Caller& by, const console::Answer& answer) {
  const auto login = console::text_in(body, "login");
  const auto password = console::text_in(body, "password");
  auto serial = console::text_in(body, "terminal");
  const auto* known = parts_.registrations.here().of_device(login);
  const bool moves = !serial.empty() && (known == nullptr || known->reader != serial);
  if (serial.empty() && known != nullptr) serial = known->reader;
  const auto terminals = parts_.terminals();
  auto copy = parts_.registrations.here();
  if (const auto good = copy.update({login, serial.empty() ? "-" : serial}); !good) return answer(refused(good.error()));
  if (moves && find(terminals, serial) == nullptr) return answer(refuse(404, "terminal_unknown", "terminal"));
  if (!password.empty() && !is_login_password(password)) return answer(refuse(400, "login_password_malformed", "password"));
  if (password.empty() && !moves) return answer(refuse(400, "nothing_to_change"));
  if (!password.empty()) {
    if (const auto kept = parts_.passwords.keep(login, Secret(password)); !kept)
      return answer(refuse(500, kept.error(), "password"));
    note(by, "login_password", login, serial);
  }
  if (moves) {
    if (const auto moved = parts_.registrations.update({login, serial}); !moved) return answer(refused(moved.error()));
    note(by, "login_moved", login, serial);
  }
  answer(console::json_answer(row({login, serial}, terminals)));
  if (moves) parts_.registrations_changed();
  if (!password.empty()) parts_.password_changed(serial);
}

void AccountApi::remove(const Json& body, const console::Caller& by, const console::Answer& answer) {
  const auto login = console::text_in(body, "login");
  auto copy = parts_.registrations.here();
  const auto* known = copy.of_device(login);
  const auto serial = known == nullptr ? "" : known->reader;
  if (const auto good = copy.remove(login); !good) return answer(refused(good.error()));
  // It would be taken from there again at once.
  const auto terminals = parts_.terminals();
  if (const auto* terminal = find(terminals, serial); terminal != nullptr && terminal->settings_login == login)
    return answer(refuse(409, "account_in_settings", "login"));
  if (const auto removed = parts_.registrations.remove(login); !removed) return answer(refused(removed.error()));
  if (const auto removed = parts_.passwords.remove(login); !removed) log::error("{}", describe(removed.error()));
  note(by, "login_removed", login, serial);
  answer(console::json_answer({{"login", login}}));
  parts_.registrations_changed();
}

void AccountApi::note(const console::Caller& by, const std::string& what, const std::string& login,
                      const std::string& terminal) const {
  journal::v1::Event event;
  event.set_terminal(terminal);
  auto& changed = *event.mutable_account_changed();
  changed.set_environment(parts_.registrations.environment());
  changed.set_what(what);
  changed.set_login(login);
  if (const auto written = parts_.journal.append(event); !written) log::error("{}", describe(written.error()));
  parts_.audit.setting_changed(by, "accounts", login);
}

}  // namespace omote::host
