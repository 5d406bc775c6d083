// The small picture that the kiosk shows the patient of himself: mirrored, as in a mirror, and as JPEG.
#pragma once

#include "base/bytes.hpp"
#include "ports/image.hpp"

namespace omote::vision::camera {

// Half the frame's width and height, left and right exchanged; quality 70. Empty when the frame holds no picture.
[[nodiscard]] Bytes mirrored_preview(const ports::Frame& frame);

}  // namespace omote::vision::camera
