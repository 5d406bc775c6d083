// Landmarks of a made-up head and of a flat picture of it, turned as asked.
#pragma once

#include <cmath>
#include <numbers>

#include "vision/face/geometry.hpp"

namespace omote::tests {

struct Place {
  double x, y, z;
};

// A face over an ellipsoid, with the points that the pose needs where a generic head has them.
inline Place head_point(std::size_t i) {
  switch (i) {
    case 27: return {0, -185, -142};
    case 30: return {0, 0, 0};
    case 8: return {0, 330, -92};
    case 48: return {-150, 150, -177};
    case 54: return {150, 150, -177};
    default: break;
  }
  if (i >= 36 && i <= 41) return {-225 + 25.0 * static_cast<double>(i - 36), -170, -192};
  if (i >= 42 && i <= 47) return {225 - 25.0 * static_cast<double>(47 - i) + (i == 45 ? 50 : 0), -170, -192};
  const double angle = static_cast<double>(i) * 2.4;
  const double x = 300 * std::cos(angle) * (0.4 + static_cast<double>(i % 7) / 12);
  const double y = 300 * std::sin(angle) * (0.4 + static_cast<double>(i % 5) / 10);
  return {x, y, -20 - (x * x + y * y) / 180};
}

// Yaw in degrees, positive to the right of the image. A flat thing has no depth.
inline vision::face::Landmarks view(double yaw, bool flat, double scale = 0.2) {
  const double a = yaw * std::numbers::pi / 180;
  vision::face::Landmarks face;
  for (std::size_t i = 0; i < face.size(); ++i) {
    const Place p = head_point(i);
    const double z = flat ? 0 : p.z;
    face[i] = {320 + scale * (std::cos(a) * p.x + std::sin(a) * z), 240 + scale * p.y};
  }
  return face;
}

}  // namespace omote::tests
