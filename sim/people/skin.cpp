// One skin per person: the model's skins share one layout, so they are blended texel by texel over age and ancestry, then
// given what makes skin one's own: uneven colour, moles, wrinkles made deeper with age.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "sim/people/figure.hpp"
#include "sim/people/random.hpp"

namespace omote::sim::people {
namespace {

using Plane = std::vector<Vec3>;  // linear light

struct Skin {
  int width = 0;
  int height = 0;
  Plane texels;
};

Result<Skin> read_skin(const Model& model, const std::string& name) {
  const Texture* stored = model.texture("skin/" + name);
  if (stored == nullptr) return fail("people_skin_missing", name);
  auto picture = decode_png(stored->png);
  if (!picture) return pass(picture);
  const auto& lut = srgb_to_linear();
  Skin skin{picture->width, picture->height, {}};
  skin.texels.reserve(picture->rgba.size() / 4);
  for (std::size_t i = 0; i < picture->rgba.size(); i += 4)
    skin.texels.push_back({lut[picture->rgba[i]], lut[picture->rgba[i + 1]], lut[picture->rgba[i + 2]]});
  return skin;
}

// Texture coordinates of the face's front, for means and moles.
std::vector<Vec2> face_points(const Model& model) {
  std::vector<Vec2> points;
  for (const Triangle& t : model.body.triangles) {
    const Vec3 p = model.base[t.vertex[0]];
    if (p.y > 6.3F && p.y < 8.F && p.z > .8F) points.push_back(model.body.uvs[t.uv[0]]);
  }
  return points;
}

std::size_t texel(const Skin& skin, Vec2 uv) {
  const int x = std::clamp(static_cast<int>(uv.x * static_cast<float>(skin.width)), 0, skin.width - 1);
  const int y = std::clamp(static_cast<int>(uv.y * static_cast<float>(skin.height)), 0, skin.height - 1);
  return static_cast<std::size_t>(y) * static_cast<std::size_t>(skin.width) + static_cast<std::size_t>(x);
}

Vec3 face_mean(const Skin& skin, const std::vector<Vec2>& points) {
  Vec3 sum{1e-6F, 1e-6F, 1e-6F};
  for (const Vec2 uv : points) sum += skin.texels[texel(skin, uv)];
  return sum * (1 / static_cast<float>(std::max<std::size_t>(1, points.size())));
}

// The older skins of the package lie in other hues: they are drawn towards the young one's.
void match_hue(Skin& skin, Vec3 own, Vec3 wanted) {
  const Vec3 scale{std::pow(wanted.x / own.x, .8F), std::pow(wanted.y / own.y, .8F), std::pow(wanted.z / own.z, .8F)};
  for (Vec3& t : skin.texels) t = t * scale;
}

std::array<float, 3> age_weights(double age) {
  const double middle = std::clamp((age - 24) / 28, 0., 1.), old = std::clamp((age - 52) / 24, 0., 1.);
  return {static_cast<float>(1 - middle), static_cast<float>(middle - old), static_cast<float>(old)};
}

Result<Skin> blend(const Model& model, const Identity& identity, const std::vector<Vec2>& points) {
  Skin out;
  const auto ages = age_weights(identity.age);
  const std::string sex = identity.sex == Sex::Male ? "_male" : "_female";
  for (const auto& [race, share] : {std::pair{"_asian", identity.asian}, std::pair{"_caucasian", identity.caucasian},
                                    std::pair{"_african", identity.african}}) {
    if (share < .01F) continue;
    auto young = read_skin(model, std::string("young") + race + sex);
    if (!young) return pass(young);
    const Vec3 wanted = face_mean(*young, points);
    for (int i = 0; i < 3; ++i) {
      static constexpr std::array kAges{"young", "middleage", "old"};
      if (ages[i] < .01F) continue;
      auto skin = i == 0 ? young : read_skin(model, kAges[i] + (race + sex));
      if (!skin) return pass(skin);
      if (i > 0) match_hue(*skin, face_mean(*skin, points), wanted);
      if (out.texels.empty()) out = {skin->width, skin->height, Plane(skin->texels.size())};
      if (skin->texels.size() != out.texels.size()) return fail("people_skins_differ", kAges[i]);
      for (std::size_t k = 0; k < out.texels.size(); ++k) out.texels[k] += skin->texels[k] * (share * ages[i]);
    }
  }
  return out;
}

// Mean over a square of 2r+1 texels, by running sums along rows and columns.
Plane box_blurred(const Skin& skin, int r) {
  Plane rows(skin.texels.size()), out(skin.texels.size());
  const auto pass_over = [r](const Plane& from, Plane& to, int lines, int count, std::size_t line_step, std::size_t step) {
    for (int line = 0; line < lines; ++line) {
      const std::size_t first = static_cast<std::size_t>(line) * line_step;
      const auto at = [&](int i) { return from[first + static_cast<std::size_t>(std::clamp(i, 0, count - 1)) * step]; };
      Vec3 sum;
      for (int i = -r; i <= r; ++i) sum += at(i);
      for (int i = 0; i < count; ++i) {
        to[first + static_cast<std::size_t>(i) * step] = sum * (1 / static_cast<float>(2 * r + 1));
        sum += at(i + r + 1) - at(i - r);
      }
    }
  };
  const auto width = static_cast<std::size_t>(skin.width);
  pass_over(skin.texels, rows, skin.height, skin.width, width, 1);
  pass_over(rows, out, skin.width, skin.height, 1, width);
  return out;
}

void deepen_wrinkles(Skin& skin, float amount) {
  if (amount <= 0) return;
  const Plane smooth = box_blurred(skin, 4);
  for (std::size_t i = 0; i < skin.texels.size(); ++i) {
    const Vec3 detail = skin.texels[i] - smooth[i];
    const Vec3 t = skin.texels[i] + detail * amount;
    skin.texels[i] = {std::max(t.x, .002F), std::max(t.y, .002F), std::max(t.z, .002F)};
  }
}

void add_blotches(Skin& skin, Random& random) {
  constexpr int kGrid = 24;
  std::array<float, (kGrid + 1) * (kGrid + 1)> light{}, red{};
  for (float& v : light) v = static_cast<float>(random.normal(.05));
  for (float& v : red) v = static_cast<float>(random.normal(.03));
  const auto sample = [](const auto& grid, float x, float y) {
    const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
    const float ax = x - static_cast<float>(x0), ay = y - static_cast<float>(y0);
    const float* p = grid.data() + y0 * (kGrid + 1) + x0;
    return (p[0] * (1 - ax) + p[1] * ax) * (1 - ay) + (p[kGrid + 1] * (1 - ax) + p[kGrid + 2] * ax) * ay;
  };
  for (int y = 0; y < skin.height; ++y) {
    for (int x = 0; x < skin.width; ++x) {
      const float gx = static_cast<float>(x) * kGrid / static_cast<float>(skin.width),
                  gy = static_cast<float>(y) * kGrid / static_cast<float>(skin.height);
      const float l = 1 + sample(light, gx, gy), r = sample(red, gx, gy);
      Vec3& t = skin.texels[static_cast<std::size_t>(y) * static_cast<std::size_t>(skin.width) + static_cast<std::size_t>(x)];
      t = t * Vec3{l * (1 + r), l, l * (1 - r * .5F)};
    }
  }
}

void add_moles(Skin& skin, Random& random, const std::vector<Vec2>& points) {
  const int count = random.below(7);
  for (int i = 0; i < count && !points.empty(); ++i) {
    const Vec2 uv = points[static_cast<std::size_t>(random.below(static_cast<int>(points.size())))];
    const float cx = uv.x * static_cast<float>(skin.width), cy = uv.y * static_cast<float>(skin.height);
    const auto radius = static_cast<float>(random.uniform(.8, 2.2)), depth = static_cast<float>(random.uniform(.35, .75));
    const int reach = static_cast<int>(radius) + 2;
    for (int y = static_cast<int>(cy) - reach; y <= static_cast<int>(cy) + reach; ++y) {
      for (int x = static_cast<int>(cx) - reach; x <= static_cast<int>(cx) + reach; ++x) {
        if (x < 0 || y < 0 || x >= skin.width || y >= skin.height) continue;
        const float far = std::hypot(static_cast<float>(x) + .5F - cx, static_cast<float>(y) + .5F - cy);
        const float cover = std::clamp(radius + .5F - far, 0.F, 1.F) * depth;
        Vec3& t = skin.texels[static_cast<std::size_t>(y) * static_cast<std::size_t>(skin.width) + static_cast<std::size_t>(x)];
        t = mix(t, t * Vec3{.3F, .22F, .2F}, cover);
      }
    }
  }
}

}  // namespace

Result<Texture8> blend_skin(const Model& model, const Identity& identity) {
  const std::vector<Vec2> points = face_points(model);
  auto skin = blend(model, identity, points);
  if (!skin) return pass(skin);
  Random random(identity.skin_seed);
  add_blotches(*skin, random);
  add_moles(*skin, random, points);
  deepen_wrinkles(*skin, static_cast<float>(std::clamp((identity.age - 50) / 40, 0., .8)));
  Texture8 out{skin->width, skin->height, {}};
  out.rgba.reserve(4 * skin->texels.size());
  std::array<std::uint8_t, 4096> encode{};
  for (std::size_t i = 0; i < encode.size(); ++i)
    encode[i] = linear_to_srgb((static_cast<float>(i) + .5F) / static_cast<float>(encode.size()));
  const auto byte = [&](float v) {
    return encode[static_cast<std::size_t>(std::clamp(v, 0.F, .9999F) * static_cast<float>(encode.size()))];
  };
  for (const Vec3& t : skin->texels) out.rgba.insert(out.rgba.end(), {byte(t.x), byte(t.y), byte(t.z), 255});
  return out;
}

}  // namespace omote::sim::people
