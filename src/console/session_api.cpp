#include "console/session_api.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "base/text.hpp"
#include "console/password.hpp"
#include "console/refusal.hpp"
#include "console/totp.hpp"

namespace omote::console {

namespace {

constexpr auto kAll = "";
constexpr std::chrono::minutes kTicketTime{5};
constexpr std::size_t kMostTickets = 100;
constexpr TryRules kForAll{100, std::chrono::minutes(15), std::chrono::seconds(5), std::chrono::seconds(60)};

std::string hash_of(std::string_view secret) {
  return to_hex(sha256(as_bytes(secret)));
}

Json told(const Caller& by) {
  auto rights = Json::array();
  for (const auto right : by.rights) rights.push_back(to_string(right));
  return {{"signed_in", true},
          {"name", by.name},
          {"role", to_string(by.may(Right::Change) ? Role::Administrator : Role::User)},
          {"rights", rights}};
}

}  // namespace

SessionApi::SessionApi(StaffRoom room) : room_(room), all_tries_(kForAll) {
  if (first_start()) new_setup_code();
}

void SessionApi::add_to(Routes& routes) {
  const auto on = [this](void (SessionApi::*handle)(const Asked&, const Answer&)) {
    return [this, handle](const Asked& asked, const Answer& answer) { (this->*handle)(asked, answer); };
  };
  routes.add_open("GET", "/api/session", [this](const Asked& asked, const Answer& answer) { tell(asked, answer); });
  routes.add_open("POST", "/api/session", on(&SessionApi::sign_in));
  routes.add_open("POST", "/api/session/first", on(&SessionApi::make_first));
  routes.add("DELETE", "/api/session", Right::Look, on(&SessionApi::sign_out));
  // Somebody touches the page: that alone keeps a session from ending as idle.
  routes.add("POST", "/api/session/activity", Right::Look,
             [](const Asked&, const Answer& answer) { answer(json_answer(Json::object())); });
  routes.add("POST", "/api/session/password", Right::Look, on(&SessionApi::change_password));
  routes.add("POST", "/api/session/ticket", Right::Change, on(&SessionApi::make_ticket));
  routes.add("GET", "/api/session/setup-code", Right::Change, on(&SessionApi::tell_setup_code));
}

bool SessionApi::first_start() const {
  return !room_.book.has_administrator();
}

void SessionApi::tell(const Asked& asked, const Answer& answer) const {
  auto json = asked.by.rights.empty() ? Json{{"signed_in", false}} : told(asked.by);
  json["first_start"] = first_start();
  const auto* member = room_.book.find(asked.by.name);
  if (asked.by.way == Caller::Way::Session) json["totp"] = member != nullptr && !member->totp.empty();
  answer(json_answer(json));
}

// The order matters: who has to wait learns nothing else, and nothing tells an unknown name from a wrong password.
void SessionApi::sign_in(const Asked& asked, const Answer& answer) {
  if (!carries_mark(asked.request)) return answer(refuse(403, "mark_missing"));
  const auto body = body_of(asked.request);
  if (!body) return answer(refuse(400, body.error()));
  const std::string old_secret(room_.door.secret_of(asked.request));
  if (const auto ticket = text_in(*body, "ticket"); !ticket.empty()) return sign_in_by_ticket(ticket, old_secret, answer);
  const auto name = text_in(*body, "name");
  const auto password = text_in(*body, "password");
  if (name.empty()) return answer(refuse(400, "name_missing", "name"));
  if (password.empty()) return answer(refuse(400, "password_missing", "password"));
  const auto now = room_.clock.steady();
  const auto who = to_search_form(name);
  const auto wait = std::max(room_.tries.wait(who, now), all_tries_.wait(kAll, now));
  const auto* member = room_.book.find(name);
  if (wait.count() > 0) {
    room_.audit.sign_in_failed(member == nullptr ? "" : member->name, "too_many_tries", wait);
    return answer(refuse_for_now("too_many_tries", wait));
  }
  if (room_.work.busy()) return answer(refuse_for_now("too_busy", std::chrono::seconds(2)));
  room_.tries.tried(who, now);
  all_tries_.tried(kAll, now);
  const SignIn wish{name, text_in(*body, "code"), old_secret, answer};
  room_.work.check(Secret(password.substr(0, 4 * kMostPassword)), member == nullptr ? "" : member->password,
                   [this, wish](bool right) { checked(wish, right); });
}

void SessionApi::checked(const SignIn& wish, bool right) {
  const auto* member = room_.book.find(wish.name);
  if (!right || member == nullptr) return refuse_sign_in(wish, "sign_in_wrong");
  if (!member->totp.empty()) {
    // Whoever knows the password is asked for the code; that alone was no wrong try.
    if (wish.code.empty()) return wish.answer(refuse(401, "code_needed", "code"));
    if (!code_fits(*member, wish.code)) return refuse_sign_in(wish, "code_wrong");
  }
  room_.tries.right(to_search_form(wish.name));
  begin(member->name, member->role, member->totp.empty() ? "password" : "password_and_code", wish.old_secret, wish.answer);
}

void SessionApi::refuse_sign_in(const SignIn& wish, std::string_view reason) {
  const auto* member = room_.book.find(wish.name);
  const auto wait = room_.tries.wait(to_search_form(wish.name), room_.clock.steady());
  room_.audit.sign_in_failed(member == nullptr ? "" : member->name, std::string(reason), wait);
  wish.answer(refuse(401, reason));
}

bool SessionApi::code_fits(const Member& member, const std::string& code) {
  if (!room_.box) return false;
  const auto secret = room_.box->unseal(member.totp);
  if (!secret) {
    log::error("the secret of {}'s one-time codes: {}", member.name, describe(secret.error()));
    return false;
  }
  auto& used = used_codes_[member.name];
  const auto step = step_of(code, secret->reveal(), room_.clock.now(), used);
  if (step) used = *step;
  return step.has_value();
}

void SessionApi::begin(const std::string& name, Role role, const std::string& way, const std::string& old_secret,
                       const Answer& answer) {
  // What the browser carried before ends: nobody goes on under a session that somebody else may know.
  if (!old_secret.empty()) room_.sessions.end(room_.sessions.id_of(old_secret), "wish");
  const auto secret = room_.sessions.begin(name, role);
  room_.audit.signed_in(name, role, way);
  auto response = json_answer(told({Caller::Way::Session, name, rights_of(role), ""}));
  response.headers.emplace_back("Set-Cookie", room_.door.cookie(secret));
  answer(std::move(response));
}

void SessionApi::sign_in_by_ticket(const std::string& ticket, const std::string& old_secret, const Answer& answer) {
  const auto now = room_.clock.steady();
  std::erase_if(tickets_, [&](const auto& one) { return !one.second.often && one.second.until <= now; });
  const auto at = tickets_.find(hash_of(ticket));
  if (at == tickets_.end()) {
    room_.audit.sign_in_failed("", "ticket_wrong", std::chrono::seconds(0));
    return answer(refuse(401, "ticket_wrong"));
  }
  if (!at->second.often) tickets_.erase(at);
  begin(std::string(kTicketName), Role::Administrator, "ticket", old_secret, answer);
}

void SessionApi::make_ticket(const Asked& asked, const Answer& answer) {
  if (asked.by.way != Caller::Way::Local) return answer(refuse(403, "only_local"));
  const auto body = body_of(asked.request);
  if (!body) return answer(refuse(400, body.error()));
  if (tickets_.size() >= kMostTickets) tickets_.clear();
  const auto ticket = to_hex(random_bytes(32));
  tickets_[hash_of(ticket)] = {flag_in(*body, "often"), room_.clock.steady() + kTicketTime};
  answer(json_answer({{"ticket", ticket}, {"path", "/#ticket=" + ticket}}));
}

void SessionApi::sign_out(const Asked& asked, const Answer& answer) {
  if (asked.by.way == Caller::Way::Session) room_.sessions.end(asked.by.session, "wish");
  auto response = json_answer({{"signed_in", false}});
  response.headers.emplace_back("Set-Cookie", room_.door.no_cookie());
  // Nothing of the clinic stays in the browser's store.
  response.headers.emplace_back("Clear-Site-Data", "\"cache\"");
  answer(std::move(response));
}

void SessionApi::change_password(const Asked& asked, const Answer& answer) {
  const auto body = body_of(asked.request);
  if (!body) return answer(refuse(400, body.error()));
  const auto* member = room_.book.find(asked.by.name);
  if (asked.by.way != Caller::Way::Session || member == nullptr) return answer(refuse(403, "no_password_here"));
  const auto wanted = text_in(*body, "new");
  check_own_password(room_, text_in(*body, "old"), *member, "old", answer, [this, by = asked.by, wanted, answer] {
    hash_new_password(room_, wanted, by.name, "new", answer, [this, by, answer](std::string hash) {
      if (const auto set = room_.book.set_password(by.name, std::move(hash)); !set) return answer(refuse(409, set.error()));
      room_.audit.staff_changed(by, by.name, "password");
      room_.sessions.end_all(by.name, "changed", by.session);
      answer(json_answer(Json::object()));
    });
  });
}

// Only who can read the host's log, or runs as its user, knows the code: whoever comes first is not simply the administrator.
void SessionApi::make_first(const Asked& asked, const Answer& answer) {
  if (!carries_mark(asked.request)) return answer(refuse(403, "mark_missing"));
  const auto body = body_of(asked.request);
  if (!body) return answer(refuse(400, body.error()));
  if (!first_start()) return answer(refuse(409, "already_set_up"));
  const auto now = room_.clock.steady();
  if (const auto wait = setup_limit_.wait(kAll, now); wait.count() > 0) return answer(refuse_for_now("too_many_tries", wait));
  if (room_.work.busy()) return answer(refuse_for_now("too_busy", std::chrono::seconds(2)));
  auto code = text_in(*body, "code");
  std::erase_if(code, [](char c) { return c == ' ' || c == '-'; });
  if (setup_code_.empty() || !same(Secret(code), Secret(setup_code_))) {
    setup_limit_.tried(kAll, now);
    room_.audit.sign_in_failed("", "setup_code_wrong", setup_limit_.wait(kAll, now));
    if (++setup_tries_ % 5 == 0) new_setup_code();
    return answer(refuse(401, "setup_code_wrong", "code"));
  }
  const auto name = text_in(*body, "name");
  hash_new_password(room_, text_in(*body, "password"), name, "password", answer, [this, name, answer](std::string hash) {
    if (!first_start()) return answer(refuse(409, "already_set_up"));
    const auto added = room_.book.add({name, Role::Administrator, std::move(hash), ""});
    if (!added) return answer(refuse(400, added.error(), "name"));
    setup_code_.clear();
    room_.audit.staff_changed({Caller::Way::Session, name, {}, ""}, name, "added_administrator");
    begin(name, Role::Administrator, "password", "", answer);
  });
}

void SessionApi::tell_setup_code(const Asked& asked, const Answer& answer) {
  if (asked.by.way != Caller::Way::Local) return answer(refuse(403, "only_local"));
  if (!first_start()) return answer(refuse(409, "already_set_up"));
  answer(json_answer({{"code", setup_code_}}));
}

void SessionApi::new_setup_code() {
  const auto bytes = random_bytes(8);
  std::uint64_t number = 0;
  for (const auto byte : bytes) number = number << 8 | byte;
  setup_code_ = fmt::format("{:08}", number % 100'000'000);
  log::info("nobody has an account for the console yet; the code for making the first administrator is {} {}",
            setup_code_.substr(0, 4), setup_code_.substr(4));
}

}  // namespace omote::console
