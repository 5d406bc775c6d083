// Glasses of our own making: two rims, a bridge and two temples, fitted to the face they sit on.
#include <algorithm>
#include <cmath>

#include "sim/people/figure.hpp"
#include "sim/people/tube.hpp"

namespace omote::sim::people {

void add_glasses(const Model& model, Figure& figure) {
  // Eye distance and the foremost point near the eyes decide width and place.
  Vec3 left, right;
  for (std::uint16_t v : model.eye_balls[0]) left += figure.neutral[v];
  for (std::uint16_t v : model.eye_balls[1]) right += figure.neutral[v];
  left = left * (1 / static_cast<float>(model.eye_balls[0].size()));
  right = right * (1 / static_cast<float>(model.eye_balls[1].size()));
  const float half = std::abs(left.x - right.x) / 2;
  float front = 0, ear = half * 2;
  for (std::size_t v = 0; v < model.body_vertices; ++v) {
    const Vec3 p = figure.neutral[v] - figure.eye_point;
    if (std::abs(p.y) < half * .7F && std::abs(p.x) > half * .35F && std::abs(p.x) < half * 1.6F) front = std::max(front, p.z);
    if (std::abs(p.y) < half * .4F && p.z < 0 && p.z > -half * 2) ear = std::max(ear, std::abs(p.x));
  }
  const float z = front + .035F;

  const auto material = static_cast<std::uint32_t>(figure.materials.size());
  figure.materials.push_back({Stuff::Frame, Texture8{1, 1, {255, 255, 255, 255}}, {.02F, .018F, .017F}, false, true});
  TubeMaker make(figure, material);
  const float wide = half * .82F, high = half * .6F;
  for (const float side : {1.F, -1.F}) {
    std::vector<Vec3> rim;
    for (int i = 0; i < 28; ++i) {
      const float a = 6.2831853F * static_cast<float>(i) / 28, c = std::cos(a), s = std::sin(a);
      const auto rounded = [](float v) { return std::copysign(std::pow(std::abs(v), .65F), v); };
      const float x = side * (half * 1.02F) + wide * rounded(c), y = high * rounded(s) - half * .1F;
      rim.push_back({x, y, z - .06F * (x / half) * (x / half)});
    }
    make.tube(rim, .022F, true);
    const float outer = half * 1.02F + wide;
    make.tube({{side * outer, high * .35F, z - .06F * outer * outer / (half * half)},
               {side * (ear + .02F), high * .4F, z - .5F},
               {side * (ear + .03F), high * .3F, -half * 1.6F}},
              .02F, false);
  }
  const float inner = half * 1.02F - wide;
  make.tube({{inner, high * .15F, z}, {0, high * .3F, z + .02F}, {-inner, high * .15F, z}}, .022F, false);
  figure.glasses_triangles = figure.triangles.size() - figure.bare_triangles;
}

}  // namespace omote::sim::people
