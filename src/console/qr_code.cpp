#include "console/qr_code.hpp"

#include <qrencode.h>

#include <memory>

namespace omote::console {

std::string qr_code(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), QRcode_free);
  std::string rows;
  if (!code) return rows;
  const int width = code->width;
  for (int at = 0; at < width * width; ++at) {
    if (at > 0 && at % width == 0) rows += '/';
    rows += (code->data[at] & 1) != 0 ? '1' : '0';
  }
  return rows;
}

}  // namespace omote::console
