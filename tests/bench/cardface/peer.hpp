// The peer: Tesseract with its Japanese data, given the same three cut lines.
#pragma once

#include <string>

#include "ports/image.hpp"

namespace omote::bench::cardface {

[[nodiscard]] bool peer_available();
// 14 digits, or something else when it cannot tell. Locating the card is done by our own code in both cases.
[[nodiscard]] std::string peer_number_b(const ports::Frame& frame);

}  // namespace omote::bench::cardface
