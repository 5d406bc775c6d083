// A text as a QR code (JIS X 0510, byte mode, error correction M).
#pragma once

#include <string>

namespace omote::console {

// Rows of '0' and '1' (dark), separated by '/', without the quiet zone; empty when the text does not fit.
[[nodiscard]] std::string qr_code(const std::string& text);

}  // namespace omote::console
