// Messages of the link as frames and back. What comes in is untrusted until it has passed here: malformed, empty, unknown
// and oversized messages are refused as a whole.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "schema/link.pb.h"

namespace omote::link {

[[nodiscard]] Bytes encode(const google::protobuf::MessageLite& message);

// Reasons: link_message_too_large (64 KiB; 1 MiB for StartFace, which carries a photo), link_message_malformed (wrong bytes,
// no kind, a field that the schema does not know, a text longer than 4096 bytes, a photo of another size than it says, a
// piece of a release without its checksum or larger than 32 KiB).
[[nodiscard]] Result<v1::ToHost> decode_to_host(ByteView frame);
[[nodiscard]] Result<v1::ToTerminal> decode_to_terminal(ByteView frame);

// Overwrites what a message may hold of a person: what was typed, number B, the photo.
void wipe(v1::ToHost& message);
void wipe(v1::ToTerminal& message);

// At most 512 bytes; serial numbers are 1 to 64 letters, digits, '-' and '_'. Reason: beacon_refused.
[[nodiscard]] Result<v1::Beacon> decode_beacon(ByteView datagram);

// A release's checksum, and the most of one that a message carries.
constexpr std::size_t kChecksumSize = 32;
constexpr std::size_t kPieceSize = 32 << 10;
constexpr std::uint32_t kReleasesSince = 2;  // the version of the link that knows of them

// What this build speaks; agreed_version(): the highest version that both sides do, 0 when there is none.
struct Versions {
  std::uint32_t least = 1;
  std::uint32_t most = 2;
};
[[nodiscard]] std::uint32_t agreed_version(const Versions& own, const v1::Hello& other);

[[nodiscard]] bool is_serial(std::string_view text);

}  // namespace omote::link
