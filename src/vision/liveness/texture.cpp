#include "vision/liveness/texture.hpp"

#include <algorithm>
#include <cmath>

namespace omote::vision::liveness {

double texture_score(const face::Quality& q) {
  // Logistic regression over three measures.
  const double x = 2.6 * std::log(q.sharpness + 1) + 35 * q.saturation + 60 * std::min(q.shine, 0.1) - 23;
  return 1 / (1 + std::exp(-x));
}

}  // namespace omote::vision::liveness
