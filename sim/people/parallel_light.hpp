// A shadow map of parallel light.
#pragma once

#include <span>

#include "sim/people/raster.hpp"

namespace omote::sim::people {

class ShadowMap {
 public:
  // Covers a ball around centre; from points from the scene to the light, length 1.
  void draw_from(Vec3 from, Vec3 centre, float radius, int size, std::span<const DrawTriangle> triangles,
                 std::span<const Material> materials, std::span<const Vec3> positions);
  // 0 in shadow to 1 in light; smooth over nine cells. Outside the ball: light.
  [[nodiscard]] float light_at(Vec3 position) const;

 private:
  [[nodiscard]] GridVertex project(Vec3 position) const;
  Grid grid_;
  std::vector<GridVertex> projected_;
  Vec3 from_, right_, up_, centre_;
  float radius_ = 1, cells_ = 1;
};

}  // namespace omote::sim::people
