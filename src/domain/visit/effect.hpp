// What a step asks the service to do, in the imperative. Effects are carried out in order.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "domain/visit/event.hpp"

namespace omote::visit {

struct Show {
  std::uint32_t revision = 0;
  std::string screen;
  std::vector<std::pair<std::string, std::string>> params;
  std::vector<std::string> actions;
  std::uint32_t seconds_left = 0;
};

struct BeginVisit {};
struct ReadCard {};
struct StartCardFace {
  std::optional<Date> expiry;
};
struct StopCardFace {};
struct ReadPhoto {
  Secret number_b;
  int tries_expected = 0;
};
struct StartFace {};  // the service holds the photo
struct StopFace {};
struct AskChallenge {};
struct VerifyPin {
  Secret pin;
  int tries_expected = 0;
};
struct AskIdentity {
  Way way = Way::Face;
  std::string staff;  // "code", "mode", "console"
};
struct RegisterCard {};
struct AskEligibility {
  std::map<std::string, bool> consents;
};
struct Deliver {};

enum class Outcome { Delivered, Kept, Cancelled, Failed };
[[nodiscard]] std::string_view to_string(Outcome outcome);
// The one end of a visit: comes after ReleaseCard and Wipe.
struct EndVisit {
  Outcome outcome = Outcome::Failed;
  std::string code;
  std::string detail;
  std::string reason;
  std::string phase;  // in which the reason was raised, for the catalogue
};
// Something failed and the visit goes on (another way, another try): the diagnosis wants to know.
struct NoteTrouble {
  std::string reason;
  std::string phase;
};
struct ReleaseCard {};
struct Wipe {};
struct StartTimer {
  Timer timer = Timer::Patience;
  std::chrono::milliseconds time{0};
};
struct StopTimer {
  Timer timer = Timer::Patience;
};

using Effect = std::variant<Show, BeginVisit, ReadCard, StartCardFace, StopCardFace, ReadPhoto, StartFace, StopFace, AskChallenge,
                            VerifyPin, AskIdentity, RegisterCard, AskEligibility, Deliver, EndVisit, ReleaseCard, Wipe,
                            StartTimer, StopTimer, NoteTrouble>;
[[nodiscard]] std::string_view name_of(const Effect& effect);

}  // namespace omote::visit
