#include <array>

#include "domain/visit/effect.hpp"

namespace omote::visit {

std::string_view to_string(Phase phase) {
  static constexpr std::array<std::string_view, 13> kNames{"waiting", "ready",      "moved",    "card_placed", "choosing",
                                                           "face",    "pin",        "staff",    "asking",      "registering",
                                                           "consent", "delivering", "take_card"};
  return kNames[static_cast<std::size_t>(phase)];
}

std::string_view to_string(FaceResult result) {
  static constexpr std::array<std::string_view, 6> kNames{"matched",        "other_person", "not_live",
                                                          "photo_unusable", "timed_out",    "camera"};
  return kNames[static_cast<std::size_t>(result)];
}

std::string_view to_string(Outcome outcome) {
  static constexpr std::array<std::string_view, 4> kNames{"delivered", "kept", "cancelled", "failed"};
  return kNames[static_cast<std::size_t>(outcome)];
}

std::string_view name_of(const Event& event) {
  static constexpr std::array<std::string_view, std::variant_size_v<Event>> kNames{
      "TerminalWentUp", "TerminalWentDown", "NationalWentUp",  "NationalWentDown", "RecordsStopped",  "RecordsResumed",
      "ReaderSeen",     "CounterLent",      "CounterReturned", "CardRecognised",   "CardFailed",      "CardFrontRead",
      "CardFrontEnded", "PhotoAnswered",    "FaceEnded",       "ChallengeCame",    "PinAnswered",     "StaffDecided",
      "IdentityCame",   "RegistrationDone", "EligibilityCame", "NationalFailed",   "ResultDelivered", "DeliveryFailed",
      "Touched",        "CancelledByStaff", "CheckInSwitched", "VisitLeft",        "VisitCame",       "TimeUp"};
  return kNames[event.index()];
}

std::string_view name_of(const Effect& effect) {
  static constexpr std::array<std::string_view, std::variant_size_v<Effect>> kNames{
      "Show",     "BeginVisit",   "ReadCard",  "StartCardFace", "StopCardFace", "ReadPhoto",      "StartFace",
      "StopFace", "AskChallenge", "VerifyPin", "AskIdentity",   "RegisterCard", "AskEligibility", "Deliver",
      "EndVisit", "ReleaseCard",  "Wipe",      "StartTimer",    "StopTimer",    "NoteTrouble"};
  return kNames[effect.index()];
}

bool holds_nothing(const State& state) {
  return !state.wrong_number_b && !state.pin && !state.way && state.questions.empty() && state.notices.empty() &&
         state.consents.empty() && !state.moved && state.card.hash.empty() && state.photo == PhotoReading::None;
}

}  // namespace omote::visit
