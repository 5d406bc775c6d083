// JPEG 2000 pictures of nobody, in any shape a test wants.
#pragma once

#include "base/bytes.hpp"

namespace omote::test {

struct Jp2Shape {
  int width = 240;
  int height = 320;
  int components = 1;
  bool container = true;  // JP2; else a bare code stream
  int precision = 8;
};
// Lossless; the grey of (x, y) is specimen_grey(x, y) in every component.
[[nodiscard]] Bytes jp2_specimen(const Jp2Shape& shape = {});
[[nodiscard]] constexpr int specimen_grey(int x, int y) {
  return (3 * x + 5 * y) & 0xFF;
}

}  // namespace omote::test
