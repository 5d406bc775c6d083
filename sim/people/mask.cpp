// A pleated paper mask: a sheet that rests on nose, cheeks and chin and spans what lies between, with a loop round each ear.
#include <algorithm>
#include <cmath>

#include "sim/people/raster.hpp"
#include "sim/people/tube.hpp"

namespace omote::sim::people {
namespace {

constexpr int kAcross = 29, kDown = 21;

constexpr float kPaper = .045F;  // distance from the skin

// The sheet's outline in the resting model's coordinates; side is -1 to 1. It narrows towards the chin as the jaw does.
float upper_border(float side) {
  return 7.05F - .42F * std::abs(side * side * side);
}
float lower_border(float side) {
  return 6.24F + .26F * side * side;
}
float half_width(float y) {
  const float down = std::clamp((7.05F - y) / .88F, 0.F, 1.F);
  return .73F - .27F * down * down;
}

// The front of the face as a map over the resting model's x and y.
class Relief {
 public:
  Relief(const Model& model, const Figure& figure) : model_(model), figure_(figure) {
    std::vector<GridVertex> points;
    for (const Vec3& p : model.base) points.push_back({(p.x + 1) * kCells, (7.4F - p.y) * kCells, p.z + 10});
    std::vector<DrawTriangle> front;
    for (const Triangle& t : model.body.triangles) front.push_back({{t.vertex[0], t.vertex[1], t.vertex[2]}, {}, 0});
    const Material skin;
    grid_.clear(static_cast<int>(2 * kCells), static_cast<int>(1.6F * kCells));
    draw(grid_, front, {&skin, 1}, points, {});
  }
  // The morphed skin's place there, from the point between the eyes.
  [[nodiscard]] Vec3 at(float x, float y) const {
    const float gx = std::clamp((x + 1) * kCells, 1.F, static_cast<float>(grid_.width) - 2),
                gy = std::clamp((7.4F - y) * kCells, 1.F, static_cast<float>(grid_.height) - 2);
    const std::uint32_t seen =
        grid_.seen[static_cast<std::size_t>(gy) * static_cast<std::size_t>(grid_.width) + static_cast<std::size_t>(gx)];
    if (seen == 0) return Vec3{x, y - 7.28F, 0};
    const auto& v = model_.body.triangles[seen - 1].vertex;
    const auto flat = [&](std::uint16_t i) {
      return GridVertex{(model_.base[i].x + 1) * kCells, (7.4F - model_.base[i].y) * kCells, 1};
    };
    const Bary b = bary(flat(v[0]), flat(v[1]), flat(v[2]), gx, gy);
    return figure_.neutral[v[0]] * b.a + figure_.neutral[v[1]] * b.b + figure_.neutral[v[2]] * b.c - figure_.eye_point;
  }

 private:
  static constexpr float kCells = 160;
  const Model& model_;
  const Figure& figure_;
  Grid grid_;
};

Texture8 pleats() {
  Texture8 out{1, 64, {}};
  for (int i = 0; i < out.height; ++i) {
    const float v = (static_cast<float>(i) + .5F) / 64;
    const float fold = std::abs(std::fmod(v * 4.F, 1.F) - .5F) * 2;  // 1 at the edge of a pleat
    const bool rim = v < .04F || v > .96F;
    const auto level = static_cast<std::uint8_t>(rim ? 205 : 226 - 34 * std::pow(fold, 8.F));
    out.rgba.insert(out.rgba.end(), {static_cast<std::uint8_t>(level - 16), level, static_cast<std::uint8_t>(level + 5), 255});
  }
  return out;
}

// Stretched like a sheet: never inside the skin, else the mean of its neighbours.
void stretch(std::vector<Vec3>& nodes) {
  std::vector<float> skin;
  for (const Vec3& p : nodes) skin.push_back(p.z);
  for (int round = 0; round < 80; ++round) {
    for (std::size_t y = 1; y + 1 < kDown; ++y) {
      for (std::size_t x = 1; x + 1 < kAcross; ++x) {
        const std::size_t i = y * kAcross + x;
        nodes[i].z = std::max(skin[i], (nodes[i - 1].z + nodes[i + 1].z + nodes[i - kAcross].z + nodes[i + kAcross].z) / 4);
      }
    }
  }
}

}  // namespace

bool under_mask(Vec3 p) {
  const float side = p.x / half_width(p.y);
  return p.z > .55F && std::abs(side) < 1 && p.y > lower_border(side) && p.y < upper_border(side);
}

void add_mask(const Model& model, Figure& figure) {
  const Relief relief(model, figure);
  std::vector<Vec3> nodes;
  for (int y = 0; y < kDown; ++y) {
    for (int x = 0; x < kAcross; ++x) {
      const float side = 2 * static_cast<float>(x) / (kAcross - 1) - 1, down = static_cast<float>(y) / (kDown - 1);
      const float height = upper_border(side) + (lower_border(side) - upper_border(side)) * down;
      nodes.push_back(relief.at(side * half_width(height), height));
    }
  }
  stretch(nodes);

  const auto material = static_cast<std::uint32_t>(figure.materials.size());
  const std::size_t before = figure.triangles.size();
  figure.materials.push_back({Stuff::Paper, pleats(), {.95F, 1.F, 1.F}, false, true});
  const auto first = static_cast<std::uint32_t>(figure.worn_first + figure.worn_offsets.size());
  for (const Vec3& p : nodes) figure.worn_offsets.push_back(p + Vec3{p.x > 0 ? kPaper * .3F : -kPaper * .3F, 0, kPaper});
  for (std::uint32_t y = 0; y + 1 < kDown; ++y) {
    for (std::uint32_t x = 0; x + 1 < kAcross; ++x) {
      const std::uint32_t a = first + y * kAcross + x, b = a + 1, c = a + kAcross, d = c + 1;
      const float top = static_cast<float>(y) / (kDown - 1), low = static_cast<float>(y + 1) / (kDown - 1);
      figure.triangles.push_back({{a, c, d}, {Vec2{.5F, top}, Vec2{.5F, low}, Vec2{.5F, low}}, material});
      figure.triangles.push_back({{a, d, b}, {Vec2{.5F, top}, Vec2{.5F, low}, Vec2{.5F, top}}, material});
    }
  }
  TubeMaker make(figure, material);
  for (const int x : {0, kAcross - 1}) {
    const Vec3 top = nodes[static_cast<std::size_t>(x)], low = nodes[static_cast<std::size_t>((kDown - 1) * kAcross + x)];
    // Round the ear, close to the head.
    const float ear = top.x * 1.1F;
    make.tube({top, {ear, -.2F, -.75F}, {ear, -.45F, -.95F}, {ear * .97F, -.75F, -.75F}, low}, .012F, false);
  }
  figure.mask_triangles = figure.triangles.size() - before;
}

}  // namespace omote::sim::people
