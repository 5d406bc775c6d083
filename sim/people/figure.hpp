// A person's body, ready to be posed: morphed mesh, skin, hair, clothes, the light that reaches each vertex.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "sim/people/identity.hpp"
#include "sim/people/model.hpp"
#include "sim/people/picture.hpp"

namespace omote::sim::people {

enum class Stuff : std::uint8_t { Skin, Eye, Lash, Brow, Hair, Cloth, Frame, Paper };

struct Material {
  Stuff stuff = Stuff::Skin;
  Texture8 texture;
  Vec3 tint{1, 1, 1};
  bool see_through = false;  // its texture's alpha is tested
  bool two_sided = false;
};

struct DrawTriangle {
  std::array<std::uint32_t, 3> vertex{};
  std::array<Vec2, 3> uv{};
  std::uint32_t material = 0;
};

struct Figure {
  Identity identity;
  std::vector<Vec3> neutral;  // the model's vertices, morphed to the identity
  std::vector<Material> materials;
  std::vector<DrawTriangle> triangles;  // over model vertices, then each attachment's in turn
  struct Attachment {
    const Proxy* proxy;
    std::uint32_t first;  // its first vertex
  };
  std::vector<Attachment> attachments;
  // Glasses and mask: rigid with the head; their vertices and triangles stand at the end, in this order.
  std::uint32_t worn_first = 0;
  std::vector<Vec3> worn_offsets;  // from the point between the eyes, at rest
  std::size_t bare_triangles = 0, glasses_triangles = 0, mask_triangles = 0;
  std::size_t vertices = 0;
  std::vector<float> share;     // of a head turn, per vertex
  std::vector<float> openness;  // 0 hidden from all light to 1, per vertex
  Vec3 eye_point;               // between the eyes, at rest
};

// What the face does in one picture.
struct Expression {
  double blink = 0;
  double smile = 0;
  double mouth_open = 0;
};

struct PosedMesh {
  std::vector<Vec3> positions;
  std::vector<Vec3> normals;
};

// Costs some 0.2 s: morphs, blends the skin, measures the occlusion. Reasons: people_model_incomplete, people_png_unreadable.
[[nodiscard]] Result<Figure> build_figure(const Model& model, const Identity& identity);

// Positions and smooth normals of all vertices with an expression and the head turned (rotation about the neck joint).
void pose_figure(const Model& model, const Figure& figure, const Expression& expression, const Mat3& head, PosedMesh& out);

// Parts of build_figure, in files of their own.
[[nodiscard]] Result<Texture8> blend_skin(const Model& model, const Identity& identity);
void add_glasses(const Model& model, Figure& figure);
void add_mask(const Model& model, Figure& figure);
// Where a paper mask lies, in the resting model's coordinates.
[[nodiscard]] bool under_mask(Vec3 rest);
void measure_openness(const Model& model, Figure& figure);

}  // namespace omote::sim::people
