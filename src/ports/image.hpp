// Pictures as they cross the ports. Pictures of people are secrets: they live in memory only and are wiped.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/secret.hpp"

namespace omote::ports {

// 8-bit grey, row by row, width*height bytes.
struct GreyImage {
  int width = 0;
  int height = 0;
  Secret pixels;
  [[nodiscard]] GreyImage copy() const { return {width, height, pixels.copy()}; }
};

// One camera picture: 8-bit R, G, B, row by row, width*height*3 bytes. The buffer is wiped by the camera loop that owns it.
struct Frame {
  int width = 0;
  int height = 0;
  std::uint64_t sequence = 0;  // the source's own counter; it stands still when the source is frozen
  SteadyTime taken{};
  Bytes pixels;
};

}  // namespace omote::ports
