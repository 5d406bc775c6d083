// Messages between host and card worker: strict both ways, and what is accepted comes back the same.
#include <algorithm>
#include <cstdlib>

#include "card/worker/message.hpp"

namespace {

bool equal(const omote::Secret& a, omote::ByteView b) {
  return std::ranges::equal(a.reveal(), b);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const omote::ByteView bytes(data, size);
  const auto request = omote::card::decode_request(bytes);
  if (request && !equal(omote::card::encode(*request), bytes)) std::abort();
  const auto reply = omote::card::decode_reply(bytes);
  if (reply && !equal(omote::card::encode(*reply), bytes)) std::abort();
  return 0;
}
