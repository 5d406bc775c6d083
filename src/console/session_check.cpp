// Staff who say who they are somewhere else than at the console's page.
#include <algorithm>

#include "base/text.hpp"
#include "console/password.hpp"
#include "console/session_api.hpp"

namespace omote::console {

void SessionApi::check(const std::string& name, const std::string& password, const std::string& code, const std::string& way,
                       std::function<void(const StaffCheck&)> done) {
  const auto now = room_.clock.steady();
  const auto who = to_search_form(name);
  const auto* asked = room_.book.find(name);
  if (const auto wait = std::max(room_.tries.wait(who, now), all_tries_.wait("", now)); wait.count() > 0) {
    room_.audit.sign_in_failed(asked == nullptr ? "" : asked->name, "too_many_tries", wait);
    return done({"too_many_tries", wait, "", Role::User});
  }
  if (room_.work.busy()) return done({"too_busy", std::chrono::seconds(2), "", Role::User});
  room_.tries.tried(who, now);
  all_tries_.tried("", now);
  room_.work.check(Secret(password.substr(0, 4 * kMostPassword)), asked == nullptr ? "" : asked->password,
                   [this, name, who, code, way, done = std::move(done)](bool right) {
                     const auto* member = room_.book.find(name);
                     const auto refuse = [&](const char* reason) {
                       const auto wait = room_.tries.wait(who, room_.clock.steady());
                       room_.audit.sign_in_failed(member == nullptr ? "" : member->name, reason, wait);
                       done({reason, wait, "", Role::User});
                     };
                     if (!right || member == nullptr) return refuse("sign_in_wrong");
                     if (!member->totp.empty() && code.empty()) return done({"code_needed", {}, "", Role::User});
                     if (!member->totp.empty() && !code_fits(*member, code)) return refuse("code_wrong");
                     room_.tries.right(who);
                     room_.audit.signed_in(member->name, member->role, way);
                     done({"", {}, member->name, member->role});
                   });
}

}  // namespace omote::console
