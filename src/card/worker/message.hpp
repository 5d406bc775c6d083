// What host and card worker say to each other: messages of a 4-byte big-endian length and a body, over a socket pair. A body
// may hold secrets, so it travels in memory that is wiped. Both sides read strictly: a message that is too short, too long or
// says something unknown is no message.
#pragma once

#include <cstdint>
#include <optional>

#include "base/secret.hpp"
#include "card/apdu/failures.hpp"
#include "card/mynumber/my_number_card.hpp"
#include "ports/card_port.hpp"

namespace omote::card {

inline constexpr std::size_t kLargestMessage = 1 << 20;

struct Request {
  enum class Kind : std::uint8_t { WaitForChange, Recognise, ReadFace, SignWithPin, Release };
  Kind kind = Kind::Release;
  ports::Presence known = ports::Presence::NoService;  // WaitForChange
  std::uint32_t milliseconds = 0;                      // WaitForChange
  Secret digits;                                       // ReadFace, SignWithPin
  int tries_expected = 0;                              // ReadFace, SignWithPin
  Bytes challenge;                                     // SignWithPin
};

// How far a call has come; sent before the step, so that a worker that dies in it leaves its last word.
enum class Stage : std::uint8_t {
  ConnectingBesideOthers,  // another program has a handle to the card: this may block as long as it likes
  Connecting,
  Connected,
  AboutToVerify,  // from here on a lost answer means Unknown
  Verified        // the card said yes: from here on no try is at stake
};

struct Reply {
  enum class Kind : std::uint8_t { Stage, Failure, Presence, Summary, Face, Pin, Done };
  Kind kind = Kind::Done;
  Stage stage = Stage::Connecting;
  Trouble trouble = Trouble::NotReadable;
  std::string context;
  ports::Presence presence = ports::Presence::NoService;
  ports::CardSummary summary;
  FaceAnswer face;
  ports::PinAnswer pin;
  ports::CardStatistics statistics;
};

[[nodiscard]] Secret encode(const Request& request);
[[nodiscard]] std::optional<Request> decode_request(ByteView body);
[[nodiscard]] Secret encode(const Reply& reply);
[[nodiscard]] std::optional<Reply> decode_reply(ByteView body);

}  // namespace omote::card
