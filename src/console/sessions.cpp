#include "console/sessions.hpp"

#include <algorithm>
#include <vector>

#include "base/bytes.hpp"

namespace omote::console {

std::string Sessions::begin(const std::string& name, Role role) {
  std::vector<std::pair<SteadyTime, std::string>> own;
  for (const auto& [id, session] : sessions_)
    if (session.name == name) own.emplace_back(session.used, id);
  if (own.size() >= kMostOfOne) end(std::ranges::min(own).second, "longest");
  auto secret = to_hex(random_bytes(32));
  const auto now = clock_.steady();
  sessions_[to_hex(sha256(as_bytes(secret)))] = {name, role, now, now};
  return secret;
}

std::string Sessions::id_of(std::string_view secret) const {
  auto id = to_hex(sha256(as_bytes(secret)));
  return find(id) == nullptr ? "" : id;
}

const Session* Sessions::find(const std::string& id) const {
  const auto at = sessions_.find(id);
  return at == sessions_.end() || !why_over(at->second).empty() ? nullptr : &at->second;
}

std::string Sessions::why_over(const Session& session) const {
  const auto now = clock_.steady();
  if (now - session.began >= kLongestSession) return "longest";
  return now - session.used >= kIdleSession ? "idle" : "";
}

void Sessions::used(const std::string& id) {
  if (find(id) != nullptr) sessions_[id].used = clock_.steady();
}

void Sessions::end(const std::string& id, const std::string& why) {
  auto gone = sessions_.extract(id);
  if (!gone.empty()) on_end_(id, gone.mapped(), why);
}

void Sessions::end_all(const std::string& name, const std::string& why, const std::string& but) {
  std::vector<std::string> ids;
  for (const auto& [id, session] : sessions_)
    if (session.name == name && id != but) ids.push_back(id);
  for (const auto& id : ids) end(id, why);
}

void Sessions::tidy() {
  std::vector<std::pair<std::string, std::string>> over;
  for (const auto& [id, session] : sessions_)
    if (auto why = why_over(session); !why.empty()) over.emplace_back(id, std::move(why));
  for (const auto& [id, why] : over) end(id, why);
}

}  // namespace omote::console
