// Who may do what at the console: three rights, two roles of staff, and whoever asks.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "schema/console.pb.h"

namespace omote::console {

// Look: see everything but other people's accounts. Operate: start, stop, collect, repair, confirm a person. Change: settings,
// pairings, accounts.
enum class Right { Look, Operate, Change };
using Rights = std::set<Right>;
[[nodiscard]] std::string_view to_string(Right right);  // "look", "operate", "change"
[[nodiscard]] std::optional<Right> right_of(std::string_view word);

enum class Role { User, Administrator };
[[nodiscard]] std::string_view to_string(Role role);  // "user", "administrator"
[[nodiscard]] std::optional<Role> role_of(std::string_view word);
[[nodiscard]] Rights rights_of(Role role);

// Whoever asks, once the door knows them.
struct Caller {
  enum class Way { Session, Token, Local };  // a signed-in page, an integrator's program, whoever runs as the host's user
  Way way = Way::Token;
  std::string name;  // as in the staff book, of the token, or "command_line"
  Rights rights;
  std::string session;  // its id, way Session only

  [[nodiscard]] bool may(Right right) const { return rights.contains(right); }
};
[[nodiscard]] Caller local_caller();
// Names of callers that nobody in the staff book may have.
constexpr std::string_view kLocalName = "command_line";
constexpr std::string_view kTicketName = "ticket";  // a page that was opened by a ticket

// What a wish of the page needs; nothing for one that says nothing.
[[nodiscard]] std::optional<Right> right_of(const v1::FromPage& wish);
// "pair_start", as in schema/console.proto; "" for one that says nothing.
[[nodiscard]] std::string name_of(const v1::FromPage& wish);

}  // namespace omote::console
