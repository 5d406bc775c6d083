#include "tests/bench/cardface/peer.hpp"

namespace omote::bench::cardface {

bool peer_available() {
  return false;
}
std::string peer_number_b(const ports::Frame&) {
  return {};
}

}  // namespace omote::bench::cardface
