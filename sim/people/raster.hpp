// Which triangle is seen at each sample: scan conversion with a depth buffer, and an alpha test for hair and lashes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/people/figure.hpp"

namespace omote::sim::people {

// A vertex on the grid of samples. near grows towards the eye (1/distance for a lens, a depth for parallel light); it is
// linear over the picture either way.
struct GridVertex {
  float x = 0;
  float y = 0;
  float near = 0;
};

struct Grid {
  int width = 0;
  int height = 0;
  std::vector<float> near;
  std::vector<std::uint32_t> seen;  // triangle + 1, 0 for none

  void clear(int w, int h);  // near 0
};

struct RasterOptions {
  bool hash_alpha = true;  // see-through stuff is dithered; else it is cut at one half
  bool cull = true;        // one-sided triangles that look away are skipped
  bool depth_only = false;
};

// Watertight: a sample on a shared edge belongs to exactly one of the two triangles. Samples lie at (x + .5, y + .5).
void draw(Grid& grid, std::span<const DrawTriangle> triangles, std::span<const Material> materials,
          std::span<const GridVertex> vertices, const RasterOptions& options);

// Barycentric weights of a point of the grid in a triangle; they may lie a little outside 0..1.
struct Bary {
  float a = 0;
  float b = 0;
  float c = 0;
};
[[nodiscard]] inline Bary bary(const GridVertex& a, const GridVertex& b, const GridVertex& c, float x, float y) {
  const float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  const float scale = area != 0 ? 1 / area : 0;
  const float wb = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) * scale;
  const float wc = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) * scale;
  return {1 - wb - wc, wb, wc};
}

}  // namespace omote::sim::people
