// The fictitious authority of the simulated national system and what it signs, made once under one folder and used again:
//
//   DIR/ca.pem                      the authority; a host in the simulated environment trusts it
//   DIR/server.crt, .key            127.0.0.1, ::1, localhost and qualification.national.example
//   DIR/server_expired.crt, .key    ended a year ago
//   DIR/server_elsewhere.crt, .key  for another host name
//   DIR/server_unknown.crt, .key    signed by itself
//   DIR/clinic.crt, .key            client certificate of the clinic kClinic
//   DIR/other.crt, .key             of a second institution, kOtherInstitution
//   DIR/expired.crt, .key           of the clinic, ended a year ago
//   DIR/ends_soon.crt, .key         of the clinic, ends in twenty days
//
// The common name of a client certificate is the institution code. Keys have mode 0600. All of it is 見本.
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace omote::sim::national {

// Prefecture 99 does not exist: the codes are nobody's (reference/online-eligibility.md §5).
inline constexpr auto* kClinic = "9910000001";
inline constexpr auto* kOtherInstitution = "9910000002";

// A fraction of a second when the folder is new, nothing after that; safe when several processes begin at once.
// Reasons: pki_not_made, and those of write_durably.
[[nodiscard]] Result<void> make_national_pki(const std::filesystem::path& folder);

}  // namespace omote::sim::national
