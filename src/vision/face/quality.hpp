// Is this face good enough to be compared, and if not, what should the person do? (reference/face.md §9)
#pragma once

#include <vector>

#include "ports/face_port.hpp"
#include "vision/face/face_analyser.hpp"

namespace omote::vision::face {

struct Quality {
  double eye_distance = 0;      // as a share of the picture's width: 0.11 at 50 cm with 60° of view
  double off_centre = 0;        // distance of the face's centre from the picture's, as a share of its height
  Pose pose;                    // degrees
  double luma = 0;              // median of the face, 0 to 255
  double background = 0;        // mean luma beside and above the face
  double cheek_ratio = 1;       // darker cheek over brighter cheek
  double sharpness = 0;         // variance of the Laplacian of the face at 128 pixels
  double lower_difference = 0;  // how far the colour around the mouth is from that under the eyes (Cb, Cr)
  double eye_darkness = 0;      // luma around the eyes over that of the cheeks; sunglasses make it small
  double saturation = 0;        // mean distance from grey, 0 to 1
  double shine = 0;             // share of the face above luma 230
};

// Starting values are those of reference/face.md §9, set wider where live pictures demanded it (docs/models.md).
struct QualityLimits {
  double least_eye_distance = 0.068;
  double most_eye_distance = 0.225;
  double most_off_centre = 0.30;
  double most_yaw = 15;
  double most_pitch = 20;
  double most_roll = 20;
  double least_luma = 35;
  double most_luma = 247;
  double most_backlight = 80;
  double backlit_luma = 65;
  double least_cheek_ratio = 0.35;
  double least_sharpness = 25;
  double most_lower_difference = 16;
  double least_eye_darkness = 0.38;
};

[[nodiscard]] Quality measure(const Picture& picture, const Landmarks& face);

// Whether a second face is near enough to take part: someone who waits behind does not count.
[[nodiscard]] bool several(const std::vector<FaceBox>& largest_first);

// The first thing that keeps the face from being taken, in the order of ports::FaceHint. With `turning` the pose, the light
// from one side and the place in the picture may be what they are.
[[nodiscard]] ports::FaceHint first_hint(const Quality& quality, const QualityLimits& limits, bool turning = false);

}  // namespace omote::vision::face
