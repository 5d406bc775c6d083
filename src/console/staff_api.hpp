// The accounts of the staff over HTTP: /api/staff for administrators, one's own one-time codes for everybody.
#pragma once

#include <map>
#include <string>

#include "console/body.hpp"
#include "console/staff_room.hpp"

namespace omote::console {

// Loop's thread only; lives as long as the routes.
class StaffApi {
 public:
  explicit StaffApi(StaffRoom room) : room_(room) {}
  void add_to(Routes& routes);

 private:
  void list(const Answer& answer) const;
  void add(const Json& body, const Caller& by, const Answer& answer);
  void set_role(const Json& body, const Caller& by, const Answer& answer);
  void set_password(const Json& body, const Caller& by, const Answer& answer);
  void remove(const Json& body, const Caller& by, const Answer& answer);
  // Begins one-time codes for a name, or confirms them by the first code.
  void totp(const std::string& name, const std::string& code, const Caller& by, const Answer& answer);
  void own_totp(const Json& body, const Caller& by, const Answer& answer);
  void begin_totp(const Member& member, const Answer& answer);
  void totp_off(const Json& body, const Caller& by, const Answer& answer);

  StaffRoom room_;
  std::map<std::string, Bytes> begun_totp_;  // secrets that nobody has confirmed yet, by name
};

}  // namespace omote::console
