#include "sim/people/figure.hpp"

#include <algorithm>

namespace omote::sim::people {
namespace {

Vec3 mean(const std::vector<Vec3>& positions, const std::vector<std::uint16_t>& indices) {
  Vec3 sum;
  for (std::uint16_t i : indices) sum += positions[i];
  return sum * (1 / static_cast<float>(indices.size()));
}

void morph(std::vector<Vec3>& positions, const Target& target, float weight) {
  const float scale = weight * 1e-3F;
  for (std::size_t i = 0; i < target.vertices.size(); ++i) {
    const std::int16_t* move = target.moves.data() + 3 * i;
    positions[target.vertices[i]] +=
        Vec3{static_cast<float>(move[0]), static_cast<float>(move[1]), static_cast<float>(move[2])} * scale;
  }
}

// Standard head scales of proxies; the figures are the distances on the base mesh (reference/people.md §1).
Vec3 proxy_scale(const Model& model, const std::vector<Vec3>& p) {
  const auto& m = model.scale_marks;
  return {std::abs(p[m[0]].x - p[m[1]].x) / 1.4800F, std::abs(p[m[2]].y - p[m[3]].y) / 2.3298F,
          std::abs(p[m[4]].z - p[m[5]].z) / 1.9221F};
}

class Builder {
 public:
  Builder(const Model& model, Figure& figure) : model_(model), figure_(figure) {}

  Result<void> add_body(const std::vector<const Proxy*>& worn) {
    auto skin = blend_skin(model_, figure_.identity);
    if (!skin) return pass(skin);
    figure_.materials.push_back({Stuff::Skin, std::move(*skin), figure_.identity.skin_tone, false, false});
    std::vector<bool> hidden(model_.body_vertices, false);
    for (const Proxy* proxy : worn) {
      for (std::uint16_t v : proxy->hidden) hidden[v] = true;
    }
    for (const Triangle& t : model_.body.triangles) {
      if (!(hidden[t.vertex[0]] && hidden[t.vertex[1]] && hidden[t.vertex[2]])) add_triangle(model_.body, t, 0, 0);
    }
    figure_.vertices = model_.base.size();
    figure_.share = model_.turn_share;
    return {};
  }

  Result<void> add_proxy(const Proxy& proxy, Stuff stuff, const std::string& texture, Vec3 tint, bool see_through) {
    const Texture* stored = model_.texture(texture);
    if (stored == nullptr) return fail("people_model_incomplete", texture);
    auto picture = decode_png(stored->png);
    if (!picture) return pass(picture);
    if (stuff == Stuff::Hair || stuff == Stuff::Brow) even_out(*picture);
    const auto material = static_cast<std::uint32_t>(figure_.materials.size());
    const auto first = static_cast<std::uint32_t>(figure_.vertices);
    figure_.materials.push_back({stuff, std::move(*picture), tint, see_through, stuff != Stuff::Eye});
    figure_.attachments.push_back({&proxy, first});
    for (const Triangle& t : proxy.mesh.triangles) add_triangle(proxy.mesh, t, first, material);
    for (std::size_t i = 0; i < proxy.refs.size(); ++i) {
      float share = 0;
      for (int k = 0; k < 3; ++k) share += proxy.weights[i][k] * model_.turn_share[proxy.refs[i][k]];
      // Long hair hangs from the head but rests on the shoulders.
      figure_.share.push_back(std::clamp(share, 0.F, 1.F));
    }
    figure_.vertices += proxy.refs.size();
    return {};
  }

 private:
  void add_triangle(const Mesh& mesh, const Triangle& t, std::uint32_t first, std::uint32_t material) {
    DrawTriangle out;
    out.material = material;
    for (int k = 0; k < 3; ++k) {
      out.vertex[k] = first + t.vertex[k];
      out.uv[k] = mesh.uvs[t.uv[k]];
    }
    figure_.triangles.push_back(out);
  }

  // Hair keeps its strands but loses its own colour: grey of mean 0.5 (linear), so that the tint decides.
  static void even_out(Texture8& picture) {
    const auto& lut = srgb_to_linear();
    double sum = 0, count = 1e-6;
    const auto luma = [&](const std::uint8_t* p) { return .25F * lut[p[0]] + .6F * lut[p[1]] + .15F * lut[p[2]]; };
    for (std::size_t i = 0; i < picture.rgba.size(); i += 4) {
      const double alpha = picture.rgba[i + 3];
      sum += alpha * luma(&picture.rgba[i]);
      count += alpha;
    }
    const auto scale = static_cast<float>(.4 / std::max(1e-4, sum / count));
    for (std::size_t i = 0; i < picture.rgba.size(); i += 4) {
      const std::uint8_t grey = linear_to_srgb(luma(&picture.rgba[i]) * scale);
      std::fill_n(&picture.rgba[i], 3, grey);
    }
  }

  const Model& model_;
  Figure& figure_;
};

void recompute_normals(const Figure& figure, std::span<const DrawTriangle> triangles, PosedMesh& out) {
  out.normals.assign(figure.vertices, Vec3{});
  for (const DrawTriangle& t : triangles) {
    const Vec3 a = out.positions[t.vertex[0]];
    const Vec3 n = cross(out.positions[t.vertex[1]] - a, out.positions[t.vertex[2]] - a);
    for (std::uint32_t v : t.vertex) out.normals[v] += n;
  }
  for (Vec3& n : out.normals) n = normalised(n);
}

}  // namespace

Result<Figure> build_figure(const Model& model, const Identity& identity) {
  Figure figure;
  figure.identity = identity;
  figure.neutral = model.base;
  for (const auto& [target, weight] : identity.shape) morph(figure.neutral, model.targets[target], weight);
  figure.eye_point = (mean(figure.neutral, model.eye_balls[0]) + mean(figure.neutral, model.eye_balls[1])) * .5F;

  const Proxy* eyes = model.proxy("eyes", "HighPolyEyes");
  const Proxy* lashes = model.proxy("eyelashes", "Eyelashes01");
  const Proxy* brows = model.proxy("eyebrows", identity.brows);
  const Proxy* hair = model.proxy("hair", identity.hair);
  const Proxy* clothes = model.proxy("clothes", identity.clothes);
  if (!eyes || !lashes || !brows || !hair || !clothes)
    return fail("people_model_incomplete", identity.hair + " " + identity.brows + " " + identity.clothes);

  Builder builder(model, figure);
  if (auto done = builder.add_body({clothes, hair}); !done) return pass(done);
  if (auto done = builder.add_proxy(*eyes, Stuff::Eye, "eyes/" + identity.eyes, {1, 1, 1}, true); !done) return pass(done);
  if (auto done = builder.add_proxy(*lashes, Stuff::Lash, "eyelashes/Eyelashes01", {.3F, .3F, .3F}, true); !done)
    return pass(done);
  if (auto done = builder.add_proxy(*brows, Stuff::Brow, "eyebrows/" + identity.brows, identity.brow_tint, true); !done)
    return pass(done);
  if (auto done = builder.add_proxy(*hair, Stuff::Hair, "hair/" + identity.hair, identity.hair_tint, true); !done)
    return pass(done);
  if (auto done = builder.add_proxy(*clothes, Stuff::Cloth, "clothes/" + identity.clothes, identity.cloth_tint, false); !done)
    return pass(done);
  figure.bare_triangles = figure.triangles.size();
  figure.worn_first = static_cast<std::uint32_t>(figure.vertices);
  add_glasses(model, figure);
  add_mask(model, figure);
  figure.vertices += figure.worn_offsets.size();
  figure.share.resize(figure.vertices, 1.F);
  measure_openness(model, figure);
  return figure;
}

void pose_figure(const Model& model, const Figure& figure, const Expression& expression, const Mat3& head, PosedMesh& out) {
  out.positions.assign(figure.neutral.begin(), figure.neutral.end());
  const auto act = [&](const char* unit, double weight) {
    if (weight < 1e-3) return;
    for (const auto& [race, part] : {std::pair{"asian", figure.identity.asian}, std::pair{"caucasian", figure.identity.caucasian},
                                     std::pair{"african", figure.identity.african}}) {
      const auto target = model.target(std::string("expression/units/") + race + "/" + unit);
      if (target && part > 1e-3F) morph(out.positions, model.targets[*target], part * static_cast<float>(weight));
    }
  };
  act("eye-left-closure", expression.blink);
  act("eye-right-closure", expression.blink);
  act("mouth-corner-puller", expression.smile);
  act("mouth-open", expression.mouth_open);

  const Vec3 scale = proxy_scale(model, out.positions);
  out.positions.resize(figure.vertices);
  for (const auto& [proxy, first] : figure.attachments) {
    for (std::size_t i = 0; i < proxy->refs.size(); ++i) {
      const auto& r = proxy->refs[i];
      const auto& w = proxy->weights[i];
      out.positions[first + i] =
          out.positions[r[0]] * w[0] + out.positions[r[1]] * w[1] + out.positions[r[2]] * w[2] + proxy->offsets[i] * scale;
    }
  }
  for (std::size_t i = 0; i < figure.worn_offsets.size(); ++i)
    out.positions[figure.worn_first + i] = figure.eye_point + figure.worn_offsets[i];

  // The turn is shared between head and neck; a vertex with share s turns by s times the angles, here by blending.
  const Vec3 pivot = mean(figure.neutral, model.head_joint) - Vec3{0, .35F, 0};
  for (std::size_t i = 0; i < figure.vertices; ++i) {
    const float s = figure.share[i];
    if (s <= 0) continue;
    const Vec3 from = out.positions[i] - pivot;
    out.positions[i] = pivot + mix(from, head * from, s);
  }
  recompute_normals(figure, figure.triangles, out);
}

}  // namespace omote::sim::people
