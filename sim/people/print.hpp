// A photograph on paper, held before the camera: flat, or bent like a sheet around a pillar.
#pragma once

#include "sim/people/canvas.hpp"
#include "sim/people/picture.hpp"
#include "sim/people/scene.hpp"

namespace omote::sim::people {

constexpr float kSheetWidth = 2.1F;  // A4, decimetres
constexpr float kSheetHeight = 2.97F;

// The sheet's centre stands where a live person's eyes would be, turned by the scene's yaw, pitch and roll.
void draw_print(Canvas& canvas, const Camera& camera, const Scene& scene, const Texture8& sheet);

}  // namespace omote::sim::people
