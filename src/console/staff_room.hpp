// What the parts that deal with staff share.
#pragma once

#include <functional>

#include "base/clock.hpp"
#include "base/secret_box.hpp"
#include "console/audit.hpp"
#include "console/door.hpp"
#include "console/password_work.hpp"
#include "console/routes.hpp"
#include "console/sessions.hpp"
#include "console/staff_book.hpp"
#include "console/try_limit.hpp"

namespace omote::console {

struct StaffRoom {
  const Clock& clock;
  const Audit& audit;
  StaffBook& book;
  Sessions& sessions;
  Door& door;
  PasswordWork& work;
  TryLimit& tries;         // by name, for passwords and codes
  Result<SecretBox>& box;  // for the secrets of one-time codes
};

// Checks a password and hashes it beside the loop; answers with what is wrong itself, `done` hears of a good one only.
void hash_new_password(const StaffRoom& room, const std::string& password, const std::string& name, const char* field,
                       const Answer& answer, std::function<void(std::string hash)> done);

// Checks the password of somebody who is signed in; the same way.
void check_own_password(const StaffRoom& room, const std::string& password, const Member& member, const char* field,
                        const Answer& answer, std::function<void()> done);

}  // namespace omote::console
