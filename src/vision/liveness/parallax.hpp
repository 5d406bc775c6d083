// Is the thing that turned a head or something flat? (reference/people.md §5)
#pragma once

#include "vision/face/geometry.hpp"

namespace omote::vision::liveness {

// What no homography explains between the two views, in eye distances of the first for each degree of turn. `degrees` is how far
// the pose turned between them; below kLeastTurn the measure says nothing.
[[nodiscard]] double parallax(const face::Landmarks& straight, const face::Landmarks& turned, double degrees);

constexpr double kLeastTurn = 12;         // degrees
constexpr double kFlatParallax = 0.0028;  // flat and bent prints stay below it, heads above

// 0 to 1, one half at kFlatParallax.
[[nodiscard]] double parallax_score(double parallax);

}  // namespace omote::vision::liveness
