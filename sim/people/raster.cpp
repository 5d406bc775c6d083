#include "sim/people/raster.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/people/random.hpp"

namespace omote::sim::people {
namespace {

constexpr int kTile = 64;

// Thresholds for dithered alpha; one table, shifted for each triangle so that layers of hair add up.
const std::array<std::uint8_t, kTile * kTile>& thresholds() {
  static const auto kTable = [] {
    std::array<std::uint8_t, kTile * kTile> t{};
    for (std::uint32_t i = 0; i < t.size(); ++i) t[i] = static_cast<std::uint8_t>(1 + hashed(i + 77) % 254);
    return t;
  }();
  return kTable;
}

struct Edge {
  float x = 0;      // where it crosses y = 0
  float slope = 0;  // dx per dy
};

Edge edge(const GridVertex& p, const GridVertex& q) {
  const float slope = (q.x - p.x) / (q.y - p.y);
  return {p.x - p.y * slope, slope};
}

// A value that is linear over the triangle.
struct Plane {
  float at_origin = 0, dx = 0, dy = 0;
  [[nodiscard]] float at(float x, float y) const { return at_origin + dx * x + dy * y; }
};

Plane plane(const GridVertex& a, const GridVertex& b, const GridVertex& c, float scale, float va, float vb, float vc) {
  const float ub = vb - va, uc = vc - va;
  Plane p;
  p.dx = (ub * (c.y - a.y) - uc * (b.y - a.y)) * scale;
  p.dy = (uc * (b.x - a.x) - ub * (c.x - a.x)) * scale;
  p.at_origin = va - p.dx * a.x - p.dy * a.y;
  return p;
}

int first_sample(float from) {
  return static_cast<int>(std::ceil(from - .5F));
}

struct Spans {
  std::array<Edge, 3> left{}, right{};
  int lefts = 0, rights = 0;
  void add(const GridVertex& p, const GridVertex& q) {  // positive area in a picture whose y points down: clockwise
    if (p.y == q.y) return;
    if (q.y < p.y) {
      left[lefts++] = edge(p, q);
    } else {
      right[rights++] = edge(p, q);
    }
  }
  [[nodiscard]] std::pair<int, int> row(float y, int width) const {
    float from = -1e9F, to = 1e9F;
    for (int i = 0; i < lefts; ++i) from = std::max(from, left[i].x + left[i].slope * y);
    for (int i = 0; i < rights; ++i) to = std::min(to, right[i].x + right[i].slope * y);
    from = std::clamp(from, 0.F, static_cast<float>(width));
    to = std::clamp(to, 0.F, static_cast<float>(width));
    return {first_sample(from), std::min(width, first_sample(to))};
  }
};

class Drawer {
 public:
  Drawer(Grid& grid, std::span<const Material> materials, const RasterOptions& options)
      : grid_(grid), materials_(materials), options_(options) {}

  void triangle(const DrawTriangle& t, std::uint32_t number, const GridVertex& a, const GridVertex& p, const GridVertex& q) {
    const Material& material = materials_[t.material];
    float area = (p.x - a.x) * (q.y - a.y) - (p.y - a.y) * (q.x - a.x);
    // Counter-clockwise seen from outside becomes negative where y points down.
    const bool away = area > 0;
    if (away && options_.cull && !material.two_sided) return;
    const GridVertex& b = away ? p : q;
    const GridVertex& c = away ? q : p;
    area = std::abs(area);
    if (!(area > 1e-6F)) return;
    const int top = std::max(0, first_sample(std::min({a.y, b.y, c.y}))),
              end = std::min(grid_.height, first_sample(std::max({a.y, b.y, c.y})));
    if (top >= end || std::max({a.x, b.x, c.x}) < 0 || std::min({a.x, b.x, c.x}) > static_cast<float>(grid_.width)) return;
    Spans spans;
    spans.add(a, b);
    spans.add(b, c);
    spans.add(c, a);
    const float scale = 1 / area;
    // Lashes and brows lie upon the skin: a hair's breadth nearer.
    const float bias = material.stuff == Stuff::Lash || material.stuff == Stuff::Brow ? 1.002F : 1.F;
    const Plane near = plane(a, b, c, scale, a.near * bias, b.near * bias, c.near * bias);
    if (material.see_through) {
      const Vec2 ua = t.uv[0], ub = away ? t.uv[1] : t.uv[2], uc = away ? t.uv[2] : t.uv[1];
      const Plane u = plane(a, b, c, scale, ua.x, ub.x, uc.x), v = plane(a, b, c, scale, ua.y, ub.y, uc.y);
      for (int y = top; y < end; ++y) sift_row(material, number, spans, near, u, v, y);
    } else {
      for (int y = top; y < end; ++y) fill_row(number, spans, near, y);
    }
  }

 private:
  void fill_row(std::uint32_t number, const Spans& spans, const Plane& plane, int y) {
    const float fy = static_cast<float>(y) + .5F;
    const auto [from, to] = spans.row(fy, grid_.width);
    const std::size_t row = static_cast<std::size_t>(y) * static_cast<std::size_t>(grid_.width);
    float* near = grid_.near.data() + row;
    std::uint32_t* seen = grid_.seen.data() + row;
    float value = plane.at(static_cast<float>(from) + .5F, fy);
    if (options_.depth_only) {
      for (int x = from; x < to; ++x, value += plane.dx) near[x] = std::max(near[x], value);
      return;
    }
    for (int x = from; x < to; ++x, value += plane.dx) {
      if (value > near[x]) {
        near[x] = value;
        seen[x] = number;
      }
    }
  }

  void sift_row(const Material& material, std::uint32_t number, const Spans& spans, const Plane& plane, const Plane& u,
                const Plane& v, int y) {
    const float fy = static_cast<float>(y) + .5F;
    const auto [from, to] = spans.row(fy, grid_.width);
    const std::size_t row = static_cast<std::size_t>(y) * static_cast<std::size_t>(grid_.width);
    const std::uint8_t* limits = thresholds().data() + ((static_cast<std::uint32_t>(y) + number * 7) % kTile) * kTile;
    for (int x = from; x < to; ++x) {
      const float fx = static_cast<float>(x) + .5F, value = plane.at(fx, fy);
      if (value <= grid_.near[row + static_cast<std::size_t>(x)]) continue;
      const std::uint8_t alpha = material.texture.nearest(u.at(fx, fy), v.at(fx, fy))[3];
      const std::uint8_t limit = options_.hash_alpha ? limits[(static_cast<std::uint32_t>(x) + number * 13) % kTile] : 128;
      if (alpha < limit) continue;
      grid_.near[row + static_cast<std::size_t>(x)] = value;
      if (!options_.depth_only) grid_.seen[row + static_cast<std::size_t>(x)] = number;
    }
  }

  Grid& grid_;
  std::span<const Material> materials_;
  RasterOptions options_;
};

}  // namespace

void Grid::clear(int w, int h) {
  width = w;
  height = h;
  near.assign(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), 0);
  seen.assign(near.size(), 0);
}

void draw(Grid& grid, std::span<const DrawTriangle> triangles, std::span<const Material> materials,
          std::span<const GridVertex> vertices, const RasterOptions& options) {
  Drawer drawer(grid, materials, options);
  for (std::size_t i = 0; i < triangles.size(); ++i) {
    const auto& v = triangles[i].vertex;
    const GridVertex &a = vertices[v[0]], &b = vertices[v[1]], &c = vertices[v[2]];
    if (a.near <= 0 || b.near <= 0 || c.near <= 0) continue;  // behind the lens
    drawer.triangle(triangles[i], static_cast<std::uint32_t>(i + 1), a, b, c);
  }
}

}  // namespace omote::sim::people
