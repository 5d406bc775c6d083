#include "sim/people/parallel_light.hpp"

#include <algorithm>
#include <cmath>

namespace omote::sim::people {

void ShadowMap::draw_from(Vec3 from, Vec3 centre, float radius, int size, std::span<const DrawTriangle> triangles,
                          std::span<const Material> materials, std::span<const Vec3> positions) {
  from_ = from;
  right_ = normalised(cross(std::abs(from.y) > .9F ? Vec3{1, 0, 0} : Vec3{0, 1, 0}, from));
  up_ = cross(from, right_);
  centre_ = centre;
  radius_ = radius;
  cells_ = static_cast<float>(size) / (2 * radius);
  projected_.resize(positions.size());
  for (std::size_t i = 0; i < positions.size(); ++i) projected_[i] = project(positions[i]);
  grid_.clear(size, size);
  draw(grid_, triangles, materials, projected_, {.hash_alpha = false, .cull = false, .depth_only = true});
}

GridVertex ShadowMap::project(Vec3 position) const {
  const Vec3 p = position - centre_;
  return {(dot(p, right_) + radius_) * cells_, (radius_ - dot(p, up_)) * cells_, dot(p, from_) + 40};
}

float ShadowMap::light_at(Vec3 position) const {
  const GridVertex p = project(position);
  // Bilinear over the answers of 2x2 cells, each taken one cell wide around: a 3x3 window with soft borders.
  const float fx = p.x - 1.F, fy = p.y - 1.F;
  const int x0 = static_cast<int>(std::floor(fx)), y0 = static_cast<int>(std::floor(fy));
  if (x0 < 0 || y0 < 0 || x0 + 2 >= grid_.width || y0 + 2 >= grid_.height) return 1;
  const float ax = fx - static_cast<float>(x0), ay = fy - static_cast<float>(y0);
  const float limit = p.near + .045F;
  const float* row =
      grid_.near.data() + static_cast<std::size_t>(y0) * static_cast<std::size_t>(grid_.width) + static_cast<std::size_t>(x0);
  float sum = 0;
  const float wy[3] = {1 - ay, 1, ay};
  for (int y = 0; y < 3; ++y, row += grid_.width) {
    const float a = row[0] < limit ? 1.F : 0.F, b = row[1] < limit ? 1.F : 0.F, c = row[2] < limit ? 1.F : 0.F;
    sum += wy[y] * (a * (1 - ax) + b + c * ax);
  }
  return sum * .25F;
}

}  // namespace omote::sim::people
