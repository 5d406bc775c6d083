#include "vision/liveness/parallax.hpp"

#include <algorithm>
#include <cmath>

namespace omote::vision::liveness {

double parallax(const face::Landmarks& straight, const face::Landmarks& turned, double degrees) {
  const double turn = std::max(std::abs(degrees), 1.0);
  const double residual = face::homography_residual(straight, turned) / std::max(face::eye_distance(straight), 1.0);
  // No homography at all: nothing is known, so nothing is claimed.
  return std::isfinite(residual) ? residual / turn : 0;
}

double parallax_score(double parallax) {
  return std::clamp(parallax / (2 * kFlatParallax), 0.0, 1.0);
}

}  // namespace omote::vision::liveness
