#include "sim/card/card_signature.hpp"

#include "sim/card/status.hpp"

namespace omote::sim::card {

Bytes make_signature(const RsaKey& key, std::uint8_t p1, ByteView data) {
  if (p1 > 0x05) return status(kWrongParameters);
  const bool takes_digest = p1 == 0x02 || p1 == 0x04;
  if ((takes_digest && data.size() != 32) || (p1 == 0x00 && data.size() > 245)) return status(kConditions);
  const auto digest = sha256(data);
  switch (p1) {
    case 0x00: return answer(key.sign_padded(data));
    case 0x01: return answer(key.sign_padded(digest));
    case 0x02: return answer(key.sign_digest_info(data));
    case 0x03: return answer(key.sign_digest_info(digest));
    case 0x04: return answer(key.sign_pss(data));
    default: return answer(key.sign_pss(digest));
  }
}

}  // namespace omote::sim::card
