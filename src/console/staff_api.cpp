#include "console/staff_api.hpp"

#include "base/text.hpp"
#include "console/password.hpp"
#include "console/qr_code.hpp"
#include "console/refusal.hpp"
#include "console/totp.hpp"

namespace omote::console {

namespace {

constexpr std::size_t kCodeSecret = 20;  // bytes, RFC 4226

unsigned status_of(const Failure& failure) {
  const auto reason = failure.reason.text();
  if (reason == "staff_unknown") return 404;
  return reason == "staff_name_wrong" ? 400 : 409;
}

}  // namespace

void hash_new_password(const StaffRoom& room, const std::string& password, const std::string& name, const char* field,
                       const Answer& answer, std::function<void(std::string hash)> done) {
  if (const auto good = check_password(password, name); !good) return answer(refuse(400, good.error(), field));
  if (room.work.busy()) return answer(refuse_for_now("too_busy", std::chrono::seconds(2)));
  room.work.hash(Secret(password), [answer, done = std::move(done)](Result<std::string> hash) {
    if (!hash) return answer(refuse(503, hash.error()));
    done(std::move(*hash));
  });
}

void check_own_password(const StaffRoom& room, const std::string& password, const Member& member, const char* field,
                        const Answer& answer, std::function<void()> done) {
  const auto who = to_search_form(member.name);
  const auto now = room.clock.steady();
  if (const auto wait = room.tries.wait(who, now); wait.count() > 0) return answer(refuse_for_now("too_many_tries", wait));
  if (room.work.busy()) return answer(refuse_for_now("too_busy", std::chrono::seconds(2)));
  room.tries.tried(who, now);
  room.work.check(Secret(password), member.password,
                  [room, name = member.name, who, field, answer, done = std::move(done)](bool right) {
                    if (!right) {
                      room.audit.sign_in_failed(name, "password_wrong", room.tries.wait(who, room.clock.steady()));
                      return answer(refuse(403, "password_wrong", field));
                    }
                    room.tries.right(who);
                    done();
                  });
}

void StaffApi::add_to(Routes& routes) {
  const auto on = [this](void (StaffApi::*handle)(const Json&, const Caller&, const Answer&)) {
    return [this, handle](const Asked& asked, const Answer& answer) {
      const auto body = body_of(asked.request);
      if (!body) return answer(refuse(400, body.error()));
      (this->*handle)(*body, asked.by, answer);
    };
  };
  routes.add("GET", "/api/staff", Right::Change, [this](const Asked&, const Answer& answer) { list(answer); });
  routes.add("POST", "/api/staff", Right::Change, on(&StaffApi::add));
  routes.add("POST", "/api/staff/role", Right::Change, on(&StaffApi::set_role));
  routes.add("POST", "/api/staff/password", Right::Change, on(&StaffApi::set_password));
  routes.add("POST", "/api/staff/remove", Right::Change, on(&StaffApi::remove));
  routes.add("POST", "/api/staff/totp/remove", Right::Change, on(&StaffApi::totp_off));
  routes.add("POST", "/api/staff/totp", Right::Change, [this](const Asked& asked, const Answer& answer) {
    const auto body = body_of(asked.request);
    if (!body) return answer(refuse(400, body.error()));
    totp(text_in(*body, "name"), text_in(*body, "code"), asked.by, answer);
  });
  routes.add("POST", "/api/session/totp", Right::Look, on(&StaffApi::own_totp));
}

void StaffApi::list(const Answer& answer) const {
  auto rows = Json::array();
  for (const auto& one : room_.book.members()) {
    rows.push_back({{"name", one.name}, {"role", to_string(one.role)}, {"totp", !one.totp.empty()}});
  }
  answer(json_answer({{"staff", rows}}));
}

void StaffApi::add(const Json& body, const Caller& by, const Answer& answer) {
  const auto name = text_in(body, "name");
  const auto role = role_of(text_in(body, "role"));
  if (name.empty()) return answer(refuse(400, "name_missing", "name"));
  if (!role) return answer(refuse(400, "role_unknown", "role"));
  if (room_.book.find(name) != nullptr) return answer(refuse(409, "staff_name_taken", "name"));
  hash_new_password(room_, text_in(body, "password"), name, "password", answer,
                    [this, name, role = *role, by, answer](std::string hash) {
                      const auto added = room_.book.add({name, role, std::move(hash), ""});
                      if (!added) return answer(refuse(status_of(added.error()), added.error(), "name"));
                      room_.audit.staff_changed(by, name, "added_" + std::string(to_string(role)));
                      answer(json_answer({{"name", name}, {"role", to_string(role)}}, 201));
                    });
}

void StaffApi::set_role(const Json& body, const Caller& by, const Answer& answer) {
  const auto name = text_in(body, "name");
  const auto role = role_of(text_in(body, "role"));
  if (!role) return answer(refuse(400, "role_unknown", "role"));
  if (const auto set = room_.book.set_role(name, *role); !set) return answer(refuse(status_of(set.error()), set.error(), "name"));
  const auto& known = room_.book.find(name)->name;
  room_.audit.staff_changed(by, known, "role_" + std::string(to_string(*role)));
  // What the old role had opened is closed.
  room_.sessions.end_all(known, "changed");
  answer(json_answer({{"name", known}, {"role", to_string(*role)}}));
}

void StaffApi::set_password(const Json& body, const Caller& by, const Answer& answer) {
  const auto* member = room_.book.find(text_in(body, "name"));
  if (member == nullptr) return answer(refuse(404, "staff_unknown", "name"));
  hash_new_password(room_, text_in(body, "password"), member->name, "password", answer,
                    [this, name = member->name, by, answer](std::string hash) {
                      const auto set = room_.book.set_password(name, std::move(hash));
                      if (!set) return answer(refuse(status_of(set.error()), set.error(), "name"));
                      room_.audit.staff_changed(by, name, "password");
                      room_.sessions.end_all(name, "changed");
                      answer(json_answer({{"name", name}}));
                    });
}

void StaffApi::remove(const Json& body, const Caller& by, const Answer& answer) {
  const auto* member = room_.book.find(text_in(body, "name"));
  if (member == nullptr) return answer(refuse(404, "staff_unknown", "name"));
  const auto name = member->name;
  if (const auto removed = room_.book.remove(name); !removed)
    return answer(refuse(status_of(removed.error()), removed.error(), "name"));
  room_.audit.staff_changed(by, name, "removed");
  room_.sessions.end_all(name, "changed");
  answer(json_answer({{"name", name}}));
}

void StaffApi::totp(const std::string& name, const std::string& code, const Caller& by, const Answer& answer) {
  const auto* member = room_.book.find(name);
  if (member == nullptr) return answer(refuse(404, "staff_unknown", "name"));
  if (!room_.box) return answer(refuse(503, room_.box.error()));
  if (code.empty()) return begin_totp(*member, answer);
  const auto known = member->name;  // the book's members move when it changes
  const auto at = begun_totp_.find(known);
  if (at == begun_totp_.end()) return answer(refuse(409, "code_not_begun"));
  if (!step_of(code, at->second, room_.clock.now(), 0)) return answer(refuse(400, "code_wrong", "code"));
  const auto set = room_.book.set_totp(name, room_.box->seal(Secret(ByteView(at->second))));
  if (!set) return answer(refuse(status_of(set.error()), set.error(), "name"));
  begun_totp_.erase(at);
  room_.audit.staff_changed(by, known, "totp_on");
  answer(json_answer({{"name", known}, {"totp", true}}));
}

// Whoever finds a page left open must not be able to lock its owner out: it begins with the password.
void StaffApi::own_totp(const Json& body, const Caller& by, const Answer& answer) {
  const auto* member = room_.book.find(by.name);
  if (by.way != Caller::Way::Session || member == nullptr) return answer(refuse(403, "no_password_here"));
  if (const auto code = text_in(body, "code"); !code.empty()) return totp(by.name, code, by, answer);
  check_own_password(room_, text_in(body, "password"), *member, "password", answer,
                     [this, by, answer] { totp(by.name, "", by, answer); });
}

void StaffApi::begin_totp(const Member& member, const Answer& answer) {
  const auto& secret = begun_totp_[member.name] = random_bytes(kCodeSecret);
  const auto address = code_address(member.name, secret);
  answer(json_answer({{"name", member.name}, {"secret", to_base32(secret)}, {"address", address}, {"qr", qr_code(address)}}));
}

void StaffApi::totp_off(const Json& body, const Caller& by, const Answer& answer) {
  const auto* member = room_.book.find(text_in(body, "name"));
  if (member == nullptr) return answer(refuse(404, "staff_unknown", "name"));
  const auto name = member->name;
  if (const auto set = room_.book.set_totp(name, ""); !set) return answer(refuse(status_of(set.error()), set.error(), "name"));
  room_.audit.staff_changed(by, name, "totp_off");
  answer(json_answer({{"name", name}, {"totp", false}}));
}

}  // namespace omote::console
