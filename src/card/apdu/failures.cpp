#include "card/apdu/failures.hpp"

#include <utility>

namespace omote::card {

std::unexpected<Failure> card_failure(Trouble trouble, std::string context, std::source_location where) {
  switch (trouble) {
    case Trouble::NotReadable: break;
    case Trouble::Removed: return fail("card_removed", std::move(context), where);
    case Trouble::TimedOut: return fail("card_time_out", std::move(context), where);
    case Trouble::InUse: return fail("card_in_use", std::move(context), where);
    case Trouble::ReaderMissing: return fail("reader_missing", std::move(context), where);
    case Trouble::ServiceMissing: return fail("card_service_missing", std::move(context), where);
    case Trouble::NumberBNotSent: return fail("number_b_not_sent", std::move(context), where);
    case Trouble::PinNotSent: return fail("pin_not_sent", std::move(context), where);
    case Trouble::Forged: return fail("card_forged", std::move(context), where);
    case Trouble::PhotoNotDecodable: return fail("photo_not_decodable", std::move(context), where);
    case Trouble::NotAllowed: return fail("card_command_not_allowed", std::move(context), where);
  }
  return fail("card_not_readable", std::move(context), where);
}

Trouble trouble_of(const Failure& failure) {
  for (std::uint8_t i = 0; i < kTroubles; ++i) {
    const auto trouble = static_cast<Trouble>(i);
    if (card_failure(trouble, {}).error().reason == failure.reason) return trouble;
  }
  return Trouble::NotReadable;
}

}  // namespace omote::card
