// TLV readers and the files made of them: whatever is accepted must lie within what was given.
#include <cstdlib>

#include "card/apdu/tlv.hpp"
#include "card/mynumber/certificates.hpp"
#include "card/mynumber/face_file.hpp"

namespace {

bool inside(omote::ByteView part, omote::ByteView whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const omote::ByteView bytes(data, size);
  for (auto rest = bytes; !rest.empty();) {
    const auto tlv = omote::card::read_tlv(rest);
    if (!tlv) break;
    if (!inside(tlv->value, bytes) || tlv->whole.size() < 2) std::abort();
    rest = rest.subspan(tlv->whole.size());
  }
  const auto face = omote::card::read_face_file(bytes);
  if (face && (!inside(face->photo, bytes) || !inside(face->signature, bytes))) std::abort();
  static_cast<void>(omote::card::read_card_key(bytes));
  static_cast<void>(omote::card::read_auth_certificate(bytes));
  return 0;
}
