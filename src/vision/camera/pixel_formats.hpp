// What cameras send -> RGB.
#pragma once

#include "base/result.hpp"
#include "ports/image.hpp"

namespace omote::vision::camera {

// YUYV 4:2:2, BT.601 with limited range as USB cameras send it; rows are `stride` bytes apart. Width is even.
// Reason: camera_frame_short.
[[nodiscard]] Result<ports::Frame> from_yuyv(ByteView bytes, int width, int height, int stride);

}  // namespace omote::vision::camera
