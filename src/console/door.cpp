#include "console/door.hpp"

#include <fmt/format.h>

#include "base/secret.hpp"
#include "console/refusal.hpp"

namespace omote::console {

namespace {

constexpr std::string_view kBearer = "Bearer ";

bool changes(const net::Request& request) {
  return request.method != "GET" && request.method != "HEAD";
}

}  // namespace

bool carries_mark(const net::Request& request) {
  return request.header("X-Omote") == "1" || request.header("Content-Type").starts_with("application/json");
}

std::string_view refusal_of(const std::optional<Caller>& caller, Right needed, const net::Request& request) {
  if (!caller) return "not_signed_in";
  if (!caller->may(needed)) return "not_allowed";
  // A token is never sent by a browser on its own; a cookie is.
  if (caller->way == Caller::Way::Session && changes(request) && !carries_mark(request)) return "mark_missing";
  return "";
}

Door::Door(Sessions& sessions, std::string local_token, std::uint16_t port)
    : sessions_(sessions), local_token_(std::move(local_token)), cookie_name_(fmt::format("omote_session_{}", port)) {}

std::string_view Door::secret_of(const net::Request& request) const {
  auto cookies = request.header("Cookie");
  while (!cookies.empty()) {
    const auto end = cookies.find(';');
    const auto one = cookies.substr(0, end);
    if (one.starts_with(cookie_name_) && one.substr(cookie_name_.size()).starts_with('=')) {
      return one.substr(cookie_name_.size() + 1);
    }
    cookies.remove_prefix(end == std::string_view::npos ? cookies.size() : end + 1);
    while (cookies.starts_with(' ')) cookies.remove_prefix(1);
  }
  return "";
}

std::optional<Caller> Door::who(const net::Request& request) const {
  // A token that is not known is a mistake to be told, even where a cookie would do.
  if (const auto header = request.header("Authorization"); !header.empty()) {
    if (!header.starts_with(kBearer)) return std::nullopt;
    const auto token = header.substr(kBearer.size());
    if (!local_token_.empty() && same(Secret(token), Secret(local_token_))) return local_caller();
    return find_token_ ? find_token_(token) : std::nullopt;
  }
  const auto secret = secret_of(request);
  if (secret.empty()) return std::nullopt;
  auto id = sessions_.id_of(secret);
  const auto* session = sessions_.find(id);
  if (session == nullptr) return std::nullopt;
  return Caller{Caller::Way::Session, session->name, rights_of(session->role), std::move(id)};
}

bool Door::stands(const Caller& caller) const {
  return caller.way != Caller::Way::Session || sessions_.find(caller.session) != nullptr;
}

std::optional<net::Response> Door::refusal(const std::optional<Caller>& caller, Right needed, const net::Request& request) {
  const auto reason = refusal_of(caller, needed, request);
  if (!reason.empty()) return refuse(reason == "not_signed_in" ? 401 : 403, reason);
  // Looking is no work: a page that follows the log by itself would never end as idle.
  if (changes(request)) sessions_.used(caller->session);
  return std::nullopt;
}

std::string Door::cookie(const std::string& secret) const {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}", cookie_name_, secret,
                     std::chrono::seconds(kLongestSession).count());
}

std::string Door::no_cookie() const {
  return fmt::format("{}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0", cookie_name_);
}

}  // namespace omote::console
