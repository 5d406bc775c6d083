// What the clinic itself writes on the terminals' screens, and how they look (docs/messages.md): kept in STATE/messages,
// changed over /api/messages.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/kept_file.hpp"
#include "console/audit.hpp"
#include "console/routes.hpp"
#include "host/settings.hpp"
#include "schema/kiosk.pb.h"

namespace omote::host {

// How long each text may be, in characters, and in how many lines.
struct TextLimit {
  std::string_view name;
  std::size_t characters, lines;
};
constexpr TextLimit kTextLimits[] = {{"clinic_name", 40, 1}, {"hours", 90, 3}, {"ready", 60, 2}, {"waiting", 60, 2}};

// Whether terminals may show it. The context names what is wrong: "ja.hours". Reasons: message_language_unknown,
// message_too_long, message_not_plain (signs that cannot be seen), look_unknown.
[[nodiscard]] Result<void> check_appearance(const kiosk::v1::Appearance& wanted, const std::vector<std::string>& languages);

// Loop's thread only.
class MessageDesk {
 public:
  // changed: the terminals have to be told.
  MessageDesk(const Settings& settings, const console::Audit& audit, std::function<void()> changed);
  void serve(console::Routes& routes);
  [[nodiscard]] const kiosk::v1::Appearance& appearance() const { return appearance_; }

 private:
  void tell(const console::Answer& answer) const;
  void take(kiosk::v1::Appearance wanted, const console::Caller& by, const char* what, const console::Answer& answer);

  std::string clinic_name_;
  std::vector<std::string> languages_;
  const console::Audit& audit_;
  std::function<void()> changed_;
  KeptFile file_;
  kiosk::v1::Appearance appearance_;
};

}  // namespace omote::host
