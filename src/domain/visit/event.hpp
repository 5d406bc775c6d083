// What can happen to a visit, in the past tense. The service drops answers that belong to an earlier visit.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "domain/visit/state.hpp"

namespace omote::visit {

struct TerminalWentUp {};
struct TerminalWentDown {
  std::string reason;
};
struct NationalWentUp {};
struct NationalWentDown {
  std::string reason;
};
struct ReaderSeen {
  Reader reader;
};

struct RecordsStopped {};  // nothing can be written into the journal
struct RecordsResumed {};

struct CounterLent {};  // to a program
struct CounterReturned {};

struct CardRecognised {
  CardFacts card;
};
struct CardFailed {  // recognition, photo or signature broke off; reason of a Failure
  std::string reason;
};

struct CardFrontRead {
  Secret number_b;
};
struct CardFrontEnded {  // not read in time; the last sight
  std::string sight;
};
enum class Verified { Accepted, Wrong, Blocked, Unknown };
struct PhotoAnswered {
  Verified outcome = Verified::Unknown;
  std::optional<int> tries_left;
};

enum class FaceResult { Matched, OtherPerson, NotLive, PhotoUnusable, TimedOut, CameraFailed };
[[nodiscard]] std::string_view to_string(FaceResult result);
struct FaceEnded {
  FaceResult result = FaceResult::TimedOut;
};

struct ChallengeCame {};  // the service holds it
struct PinAnswered {
  Verified outcome = Verified::Unknown;
  std::optional<int> tries_left;
};

struct StaffDecided {  // at the console
  bool is_the_person = false;
};

struct IdentityCame {
  bool registered = true;
  std::vector<std::string> questions;
  std::vector<std::string> notices;
};
struct RegistrationDone {};
struct EligibilityCame {
  std::string validity;
};
struct NationalFailed {
  std::string reason;
};

struct ResultDelivered {
  bool kept = false;
  std::string validity;
};
struct DeliveryFailed {
  std::string reason;
};

struct Touched {
  std::uint32_t revision = 0;
  std::string action;
  Secret value;
};
struct CancelledByStaff {};
struct CheckInSwitched {  // by staff, for this terminal alone
  bool open = true;
};

// Staff send the visit to another terminal of this host: it leaves the one, and comes to the other.
struct VisitLeft {};
struct VisitCame {
  Moved visit;
};

enum class Timer { Patience, News };
struct TimeUp {
  Timer timer = Timer::Patience;
};

using Event = std::variant<TerminalWentUp, TerminalWentDown, NationalWentUp, NationalWentDown, RecordsStopped, RecordsResumed,
                           ReaderSeen, CounterLent, CounterReturned, CardRecognised, CardFailed, CardFrontRead, CardFrontEnded,
                           PhotoAnswered, FaceEnded, ChallengeCame, PinAnswered, StaffDecided, IdentityCame, RegistrationDone,
                           EligibilityCame, NationalFailed, ResultDelivered, DeliveryFailed, Touched, CancelledByStaff,
                           CheckInSwitched, VisitLeft, VisitCame, TimeUp>;
[[nodiscard]] std::string_view name_of(const Event& event);

}  // namespace omote::visit
