// One TLS conversation with the national system as a visit would begin it, to learn what exactly is wrong with it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "net/tls.hpp"

namespace omote::diagnosis {

struct TlsQuestion {
  std::string address;  // numeric
  std::uint16_t port = 443;
  std::string name;  // that the server's certificate must bear
  std::string ca_pem;
  std::optional<net::Identity> identity;  // our client certificate
};

struct TlsLook {
  bool reachable = false;
  double latency_ms = 0;  // of the connection, where reachable
  // "ok", "expired", "not_yet_valid", "wrong_name", "unknown_authority", "refused_ours", "old_protocol", "not_tls"; "none": no
  // conversation came about.
  std::string tls = "none";
  std::optional<WallTime> server_time;  // as the server says it, to the second
  WallTime asked{};                     // our own clock's, half way
};

// Blocks until then at most.
[[nodiscard]] TlsLook look_at_tls(const TlsQuestion& question, const Clock& clock, std::chrono::steady_clock::time_point until);

}  // namespace omote::diagnosis
