// Private to net/: who may speak to a server on loopback (reference/trust.md F123-F126). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "net/http.hpp"

namespace omote::net {

// The Host values that name a server listening there ("127.0.0.1:8080", "localhost:8080"; without port for the usual one).
[[nodiscard]] std::vector<std::string> own_hosts(const std::string& address, std::uint16_t port, bool tls);
// 0 when the request may pass, else the status to answer: 400 (not exactly one Host), 421 (a foreign Host), 403 (a foreign
// Origin, or a request caused by a page from elsewhere).
[[nodiscard]] unsigned refusal(const std::vector<std::string>& hosts, bool tls, const Request& request);

}  // namespace omote::net
