// Frames and beacons of the link: whatever is accepted must come back the same from its own encoding.
#include <google/protobuf/stubs/logging.h>

#include <cstdlib>

#include "link/messages/codec.hpp"

namespace {

using namespace omote;

template <class Decoded, class Decode>
void round_trip(const Decoded& first, Decode decode) {
  if (!first) return;
  const auto again = decode(link::encode(*first));
  if (!again || link::encode(*again) != link::encode(*first)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  [[maybe_unused]] static const auto silent = google::protobuf::SetLogHandler(nullptr);
  const ByteView bytes(data, size);
  // Maps have no fixed order in their encoding, so a screen is only decoded.
  const auto to_terminal = link::decode_to_terminal(bytes);
  if (to_terminal && !to_terminal->has_screen()) round_trip(to_terminal, link::decode_to_terminal);
  round_trip(link::decode_to_host(bytes), link::decode_to_host);
  round_trip(link::decode_beacon(bytes), link::decode_beacon);
  return 0;
}
