// The three networks as layer lists (reference/face-embedding.md §2, face.md §2.3, §2.4). The tensors' names are those that
// tools/models writes.
#pragma once

#include "vision/face/network.hpp"

namespace omote::vision::face {

// 112×112, (p - 127.5) / 128 -> 192 values, not yet of length 1. Both repairs are part of it: the slopes in the file are
// already -2 times the package's, and no ReLU stands behind the depthwise convolutions.
[[nodiscard]] NetworkPlan mobile_face_net();

// size×size (a multiple of 32), (p - {117.001, 114.697, 97.404}) / 255 -> size/32 × size/32 × 25: five anchors of x, y, w, h,
// score.
[[nodiscard]] NetworkPlan tiny_face_detector(int size);

// 112×112, (p - {122.782, 117.001, 104.298}) / 255 -> 136 values: x, y of 68 points, 0 to 1 of the crop.
[[nodiscard]] NetworkPlan face_landmark_68();

}  // namespace omote::vision::face
