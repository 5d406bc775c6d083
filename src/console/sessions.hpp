// Who is signed in. Only hashes of the sessions' secrets are kept, in memory alone: a restart signs everybody out.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "console/rights.hpp"

namespace omote::console {

constexpr std::chrono::minutes kIdleSession{30};
constexpr std::chrono::hours kLongestSession{12};

struct Session {
  std::string name;
  Role role = Role::User;
  SteadyTime began, used;
};

// Loop's thread only.
class Sessions {
 public:
  // Told of each session that ends, with why: "wish", "idle", "longest", "changed".
  using OnEnd = std::function<void(const std::string& id, const Session& session, const std::string& why)>;
  Sessions(const Clock& clock, OnEnd on_end) : clock_(clock), on_end_(std::move(on_end)) {}

  // Its secret, for the cookie. Of one name a few sessions stand at once; the one longest unused makes room.
  [[nodiscard]] std::string begin(const std::string& name, Role role);
  // The id of the session with that secret; "" when there is none or it is over.
  [[nodiscard]] std::string id_of(std::string_view secret) const;
  // Nothing when it is over.
  [[nodiscard]] const Session* find(const std::string& id) const;
  // Somebody works with it: what keeps it from ending as idle.
  void used(const std::string& id);
  void end(const std::string& id, const std::string& why);
  // All of a name, but that one.
  void end_all(const std::string& name, const std::string& why, const std::string& but = "");
  // Ends what is over; to be called now and then.
  void tidy();

 private:
  static constexpr std::size_t kMostOfOne = 8;
  [[nodiscard]] std::string why_over(const Session& session) const;

  const Clock& clock_;
  OnEnd on_end_;
  std::map<std::string, Session> sessions_;  // by id: the hash of the secret
};

}  // namespace omote::console
