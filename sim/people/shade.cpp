#include "sim/people/shade.hpp"

#include <algorithm>
#include <cmath>

namespace omote::sim::people {
namespace {

struct Surface {
  Vec3 albedo{.5F, .5F, .5F};
  Vec3 wrap;          // how far light creeps round the edge, for each colour
  float gloss = 0;    // strength of the highlight
  int sharpness = 3;  // its exponent is 2 to this power
};

Surface surface_of(const Shading& s, const DrawTriangle& t, const Material& material, Bary at) {
  Surface out;
  const float u = t.uv[0].x * at.a + t.uv[1].x * at.b + t.uv[2].x * at.c,
              v = t.uv[0].y * at.a + t.uv[1].y * at.b + t.uv[2].y * at.c;
  if (material.stuff == Stuff::Skin) {
    const auto& rest = s.model->base;
    const Vec3 p = rest[t.vertex[0]] * at.a + rest[t.vertex[1]] * at.b + rest[t.vertex[2]] * at.c;
    if (s.mask && under_mask(p)) return {{.6F, .7F, .73F}, {.2F, .2F, .2F}, 0, 3};  // where the sheet lets it through
    return {material.texture.linear(u, v) * material.tint, {.30F, .16F, .12F}, .10F, 4};
  }
  out.albedo = material.texture.linear(u, v) * material.tint;
  switch (material.stuff) {
    case Stuff::Eye: return {out.albedo, {.1F, .1F, .1F}, .9F, 8};
    case Stuff::Hair: return {out.albedo * 2, {.25F, .25F, .25F}, .05F, 5};
    case Stuff::Brow: return {out.albedo * 2, {.3F, .2F, .15F}, 0, 3};
    case Stuff::Frame: return {out.albedo, {}, .35F, 6};
    default: return {out.albedo, {.15F, .15F, .15F}, 0, 3};
  }
}

float highlight(Vec3 normal, Vec3 to_eye, Vec3 to_light, int sharpness) {
  float h = std::max(0.F, dot(normal, normalised(to_eye + to_light)));
  for (int i = 0; i < sharpness; ++i) h *= h;
  return h;
}

}  // namespace

Lighting lighting_of(const Light& light) {
  const float a = radians(light.azimuth), up = radians(38);
  const auto strength = static_cast<float>(light.strength),
             ambient = static_cast<float>(light.ambient * std::max(.15, light.strength)),
             back = static_cast<float>(light.backlight);
  Lighting out;
  out.key_from = {std::sin(a) * std::cos(up), std::sin(up), std::cos(a) * std::cos(up)};
  out.key = Vec3{1.F, .97F, .92F} * strength;
  out.rim_from = normalised({.35F, .45F, -.82F});
  out.rim = Vec3{.95F, 1.F, 1.1F} * (.9F * back);
  out.sky = Vec3{.92F, .96F, 1.F} * (.62F * ambient + .10F * back);
  out.ground = Vec3{.62F, .56F, .50F} * (.62F * ambient + .05F * back);
  out.screen = Vec3{.95F, .98F, 1.F} * .16F;
  return out;
}

Vec3 shade(const Shading& s, const DrawTriangle& t, Bary at) {
  const Material& material = s.figure->materials[t.material];
  const auto blend = [&](const auto& values) {
    return values[t.vertex[0]] * at.a + values[t.vertex[1]] * at.b + values[t.vertex[2]] * at.c;
  };
  const Vec3 position = blend(s.mesh->positions);
  const Vec3 to_eye = normalised(s.eye - position);
  Vec3 n = normalised(blend(s.mesh->normals));
  if (dot(n, to_eye) < 0 && material.two_sided) n = n * -1.F;
  // The lids' own occlusion is too coarse for the eye balls behind them.
  const float open = material.stuff == Stuff::Eye ? .75F : std::clamp(blend(s.figure->openness), 0.F, 1.F);
  const Surface surface = surface_of(s, t, material, at);

  const float lit = dot(n, s.light.key_from);
  const auto wrapped = [&](float w) { return std::max(0.F, (lit + w) / (1 + w)); };
  const float seen =
      lit > -.35F ? s.shadow->light_at(position + (material.stuff == Stuff::Eye ? s.light.key_from * .25F : n * .02F)) : 0.F;
  Vec3 light = s.light.key * (Vec3{wrapped(surface.wrap.x), wrapped(surface.wrap.y), wrapped(surface.wrap.z)} * seen);
  light += mix(s.light.ground, s.light.sky, .5F + .5F * n.y) * open;
  light += s.light.screen * (std::max(0.F, dot(n, to_eye)) * (.4F + .6F * open));
  light += s.light.rim * (std::max(0.F, dot(n, s.light.rim_from)) * open);
  Vec3 out = surface.albedo * light;
  if (surface.gloss > 0) {
    out += s.light.key * (surface.gloss * seen * highlight(n, to_eye, s.light.key_from, surface.sharpness));
    if (material.stuff == Stuff::Eye) out += s.light.screen * (2.5F * highlight(n, to_eye, to_eye, surface.sharpness));
  }
  return out;
}

}  // namespace omote::sim::people
