// Is the thing that turned a head or something flat? (reference/people.md §5)
#pragma once

#include "vision/face/geometry.hpp"

namespace omote::vision::liveness {

// How far the thing turned between the two views, in degrees: the larger of what the nose says and of what the narrowing of
// the face says. A head gives about the same by both; a bent print narrows, but its nose hardly moves.
[[nodiscard]] double turn_between(const face::Landmarks& straight, const face::Landmarks& turned);

// What no homography explains between the two views, in eye distances of the first for each degree of turn_between. Below
// kLeastTurn it says nothing.
[[nodiscard]] double parallax(const face::Landmarks& straight, const face::Landmarks& turned);

constexpr double kLeastTurn = 12;         // degrees
constexpr double kFlatParallax = 0.0028;  // flat and bent prints stay below it, heads above

// 0 to 1, one half at kFlatParallax.
[[nodiscard]] double parallax_score(double parallax);

}  // namespace omote::vision::liveness
