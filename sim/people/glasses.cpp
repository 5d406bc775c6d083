// Glasses of our own making: two rims, a bridge and two temples, fitted to the face they sit on.
#include <algorithm>
#include <cmath>

#include "sim/people/figure.hpp"

namespace omote::sim::people {
namespace {

constexpr int kSides = 6;  // of a tube

class FrameMaker {
 public:
  FrameMaker(Figure& figure, std::uint32_t material) : figure_(figure), material_(material) {}

  // A tube of a given thickness along points; offsets are from the point between the eyes.
  void tube(const std::vector<Vec3>& path, float radius, bool closed) {
    const auto base = static_cast<std::uint32_t>(figure_.frame_first + figure_.frame_offsets.size());
    const std::size_t n = path.size();
    for (std::size_t i = 0; i < n; ++i) {
      const Vec3 before = path[i == 0 ? (closed ? n - 1 : 0) : i - 1], after = path[i + 1 == n ? (closed ? 0 : n - 1) : i + 1];
      const Vec3 along = normalised(after - before);
      const Vec3 side = normalised(cross(std::abs(along.y) > .9F ? Vec3{1, 0, 0} : Vec3{0, 1, 0}, along));
      const Vec3 up = cross(along, side);
      for (int k = 0; k < kSides; ++k) {
        const float a = 6.2831853F * static_cast<float>(k) / kSides;
        figure_.frame_offsets.push_back(path[i] + side * (radius * std::cos(a)) + up * (radius * std::sin(a)));
      }
    }
    for (std::size_t i = 0; i + (closed ? 0 : 1) < n; ++i) {
      for (std::uint32_t k = 0; k < kSides; ++k) {
        const std::uint32_t l = (k + 1) % kSides;
        const auto a = static_cast<std::uint32_t>(base + i * kSides), b = static_cast<std::uint32_t>(base + (i + 1) % n * kSides);
        add(a + k, a + l, b + l);
        add(a + k, b + l, b + k);
      }
    }
  }

 private:
  void add(std::uint32_t a, std::uint32_t b, std::uint32_t c) { figure_.triangles.push_back({{a, b, c}, {}, material_}); }
  Figure& figure_;
  std::uint32_t material_;
};

}  // namespace

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

  figure.frame_first = static_cast<std::uint32_t>(figure.vertices);
  figure.frame_first_triangle = figure.triangles.size();
  const auto material = static_cast<std::uint32_t>(figure.materials.size());
  figure.materials.push_back({Stuff::Frame, Texture8{1, 1, {255, 255, 255, 255}}, {.02F, .018F, .017F}, false, true});
  FrameMaker make(figure, material);
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
  figure.vertices += figure.frame_offsets.size();
  figure.share.resize(figure.vertices, 1.F);
}

}  // namespace omote::sim::people
