// Light and surfaces: what colour a point of a person has, in linear light.
#pragma once

#include "sim/people/figure.hpp"
#include "sim/people/parallel_light.hpp"
#include "sim/people/scene.hpp"

namespace omote::sim::people {

struct Lighting {
  Vec3 key_from, key;  // direction to the light, its strength
  Vec3 rim_from, rim;  // the window behind
  Vec3 sky, ground;    // ambient from above and below
  Vec3 screen;         // the terminal's own screen, from the camera
};
[[nodiscard]] Lighting lighting_of(const Light& light);

struct Shading {
  const Model* model = nullptr;
  const Figure* figure = nullptr;
  const PosedMesh* mesh = nullptr;
  const ShadowMap* shadow = nullptr;
  Lighting light;
  Vec3 eye;           // the lens
  bool mask = false;  // a paper mask over mouth and nose
};

[[nodiscard]] Vec3 shade(const Shading& s, const DrawTriangle& triangle, Bary at);

}  // namespace omote::sim::people
