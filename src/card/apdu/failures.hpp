// The failures of the card port, each raised here and nowhere else, so that both sides of the worker's socket speak of the
// same things.
#pragma once

#include <cstdint>
#include <source_location>
#include <string>

#include "base/result.hpp"

namespace omote::card {

enum class Trouble : std::uint8_t {
  NotReadable,        // card_not_readable: the card or the air between answered something that makes no sense
  Removed,            // card_removed
  TimedOut,           // card_time_out
  InUse,              // card_in_use: another program holds the card
  ReaderMissing,      // reader_missing
  ServiceMissing,     // card_service_missing: pcscd does not answer
  NumberBNotSent,     // number_b_not_sent
  PinNotSent,         // pin_not_sent
  Forged,             // card_forged: a signature does not hold
  PhotoNotDecodable,  // photo_not_decodable
  NotAllowed,         // card_command_not_allowed: the allow-list refused one of our own commands
};
inline constexpr std::uint8_t kTroubles = 11;

// `context` names a file or a status word; never a secret.
[[nodiscard]] std::unexpected<Failure> card_failure(Trouble trouble, std::string context,
                                                    std::source_location where = std::source_location::current());
// Which trouble a failure of this folder stands for; NotReadable for any other reason.
[[nodiscard]] Trouble trouble_of(const Failure& failure);

}  // namespace omote::card
