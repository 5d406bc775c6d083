#include "base/ids.hpp"

#include <string_view>

#include "base/bytes.hpp"

namespace omote {

std::string new_id(WallTime now) {
  static constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  auto ms = static_cast<std::uint64_t>(now.time_since_epoch().count());
  std::string id(26, '0');
  for (std::size_t i = 10; i-- > 0; ms >>= 5) id[i] = kAlphabet[ms & 31];
  const Bytes random = random_bytes(16);
  for (std::size_t i = 0; i < 16; ++i) id[10 + i] = kAlphabet[random[i] & 31];
  return id;
}

}  // namespace omote
