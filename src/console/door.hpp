// The one door: every request and every socket passes it. Who asks is known by a session's cookie, an integrator's token or
// the local token; whoever is not known, or may not, is refused.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "console/rights.hpp"
#include "console/sessions.hpp"
#include "net/http.hpp"

namespace omote::console {

// Why this caller may not do what needs that right: "not_signed_in" (401), "not_allowed" (403), "mark_missing" (403: it would
// change something and could come from a foreign page); "" when it may pass.
[[nodiscard]] std::string_view refusal_of(const std::optional<Caller>& caller, Right needed, const net::Request& request);
// A request that changes something carries "X-Omote: 1" or a JSON body: what no foreign page can send by itself.
[[nodiscard]] bool carries_mark(const net::Request& request);

class Door {
 public:
  // An integrator's token; nothing for one that nobody has.
  using FindToken = std::function<std::optional<Caller>(std::string_view token)>;

  // The name of the cookie has the port in it: browsers give a cookie of 127.0.0.1 to every port there.
  Door(Sessions& sessions, std::string local_token, std::uint16_t port);
  void on_token(FindToken find) { find_token_ = std::move(find); }

  // Who asks; nothing when nobody is known by that.
  [[nodiscard]] std::optional<Caller> who(const net::Request& request) const;
  // Whether it still may: a session may have ended meanwhile.
  [[nodiscard]] bool stands(const Caller& caller) const;
  // Nothing when it may pass, and then the session counts as used if the request changes something.
  [[nodiscard]] std::optional<net::Response> refusal(const std::optional<Caller>& caller, Right needed,
                                                     const net::Request& request);

  // Set-Cookie of a new session, and the one that takes it back.
  [[nodiscard]] std::string cookie(const std::string& secret) const;
  [[nodiscard]] std::string no_cookie() const;
  // The session's secret in a request; "" without.
  [[nodiscard]] std::string_view secret_of(const net::Request& request) const;

 private:
  Sessions& sessions_;
  std::string local_token_;
  std::string cookie_name_;
  FindToken find_token_;
};

}  // namespace omote::console
