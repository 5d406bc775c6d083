#include "sim/people/print.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/people/shade.hpp"

namespace omote::sim::people {
namespace {

constexpr float kMargin = .06F;  // unprinted paper

struct Hit {
  float across = 0, up = 0;  // on the sheet, decimetres from its centre
  Vec3 normal;
};

// Straight through the plane z = 0, or the front of a cylinder that touches it there (the middle bulges to the camera).
std::optional<Hit> meet(Vec3 from, Vec3 along, float radius) {
  if (radius <= 0) {
    if (along.z >= 0) return std::nullopt;
    const Vec3 p = from + along * (-from.z / along.z);
    return Hit{p.x, p.y, {0, 0, 1}};
  }
  const float oz = from.z + radius;  // axis at z = -radius
  const float a = along.x * along.x + along.z * along.z, b = from.x * along.x + oz * along.z,
              c = from.x * from.x + oz * oz - radius * radius;
  const float root = b * b - a * c;
  if (root < 0) return std::nullopt;
  const Vec3 p = from + along * ((-b - std::sqrt(root)) / a);
  const float angle = std::atan2(p.x, p.z + radius);
  return Hit{radius * angle, p.y, {std::sin(angle), 0, std::cos(angle)}};
}

}  // namespace

void draw_print(Canvas& canvas, const Camera& camera, const Scene& scene, const Texture8& sheet) {
  const Mat3 turn = head_rotation(radians(scene.yaw), radians(scene.pitch), radians(scene.roll));
  const Lighting light = lighting_of(scene.light);
  const auto radius = static_cast<float>(scene.bend_radius_cm / 10);
  const Vec3 from = transposed_times(turn, camera.position);
  for (int y = 0; y < canvas.height; ++y) {
    for (int x = 0; x < canvas.width; ++x) {
      const Vec3 ray{(static_cast<float>(x) + .5F - static_cast<float>(camera.width) / 2) / camera.focal,
                     (static_cast<float>(camera.height) / 2 - static_cast<float>(y) - .5F) / camera.focal, -1};
      const auto hit = meet(from, transposed_times(turn, ray), radius);
      if (!hit) continue;
      const float u = hit->across / kSheetWidth + .5F, v = .5F - hit->up / kSheetHeight;
      if (u < 0 || v < 0 || u > 1 || v > 1) continue;
      const float m = kMargin;
      const bool blank = hit->across < m - kSheetWidth / 2 || hit->across > kSheetWidth / 2 - m ||
                         hit->up < m - kSheetHeight / 2 || hit->up > kSheetHeight / 2 - m;
      // Ink on paper: less contrast than life.
      const Vec3 ink = blank ? Vec3{.8F, .8F, .78F} : sheet.linear(u, v) * .78F + Vec3{.02F, .02F, .02F};
      const Vec3 n = turn * hit->normal;
      const Vec3 lit = light.key * std::max(0.F, dot(n, light.key_from)) + mix(light.ground, light.sky, .5F + .5F * n.y) +
                       light.screen * std::max(0.F, n.z);
      const Vec3 c = ink * lit;
      float* p = canvas.at(x, y);
      p[0] = c.x;
      p[1] = c.y;
      p[2] = c.z;
    }
  }
}

}  // namespace omote::sim::people
