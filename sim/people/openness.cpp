// How much of the sky each vertex sees: shadow maps from many sides, once per person.
#include <algorithm>
#include <cmath>

#include "sim/people/parallel_light.hpp"
#include "sim/people/random.hpp"

namespace omote::sim::people {

void measure_openness(const Model& model, Figure& figure) {
  constexpr int kSides = 28;
  PosedMesh mesh;
  pose_figure(model, figure, {}, head_rotation(0, 0, 0), mesh);
  std::vector<float> open(figure.vertices, 0), most(figure.vertices, 1e-6F);
  Random random(4711);
  ShadowMap map;
  const std::span<const DrawTriangle> bare(figure.triangles.data(), figure.bare_triangles);
  for (int side = 0; side < kSides; ++side) {
    const Vec3 from = normalised(
        {static_cast<float>(random.normal()), static_cast<float>(random.normal()), static_cast<float>(random.normal())});
    map.draw_from(from, figure.eye_point - Vec3{0, .6F, .6F}, 3.2F, 160, bare, figure.materials, mesh.positions);
    for (std::size_t v = 0; v < figure.vertices; ++v) {
      const float facing = dot(mesh.normals[v], from);
      if (facing <= .02F) continue;
      most[v] += facing;
      open[v] += facing * map.light_at(mesh.positions[v] + mesh.normals[v] * .03F);
    }
  }
  figure.openness.resize(figure.vertices);
  for (std::size_t v = 0; v < figure.vertices; ++v) figure.openness[v] = std::clamp(.12F + .88F * open[v] / most[v], 0.F, 1.F);
}

}  // namespace omote::sim::people
