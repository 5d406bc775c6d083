#include "vision/liveness/parallax.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace omote::vision::liveness {
namespace {

// Width of the eyes over the height from eyes to mouth.
double aspect(const face::Landmarks& face) {
  const std::array<face::Point, 2> eyes = {face::left_eye(face), face::right_eye(face)};
  const std::array<face::Point, 2> mouth = {face[48], face[54]};
  return face::distance(eyes[0], eyes[1]) / std::max(face::distance(face::mean(eyes), face::mean(mouth)), 1e-6);
}

}  // namespace

double turn_between(const face::Landmarks& straight, const face::Landmarks& turned) {
  const double yaw = std::abs(face::estimate_pose(turned).yaw - face::estimate_pose(straight).yaw);
  const double narrower = std::min(1.0, aspect(turned) / std::max(aspect(straight), 1e-6));
  return std::max(yaw, std::acos(narrower) * 180 / std::numbers::pi);
}

double parallax(const face::Landmarks& straight, const face::Landmarks& turned) {
  const double residual = face::homography_residual(straight, turned) / std::max(face::eye_distance(straight), 1.0);
  // No homography at all: nothing is known, so nothing is claimed.
  return std::isfinite(residual) ? residual / std::max(turn_between(straight, turned), 1.0) : 0;
}

double parallax_score(double parallax) {
  return std::clamp(parallax / (2 * kFlatParallax), 0.0, 1.0);
}

}  // namespace omote::vision::liveness
