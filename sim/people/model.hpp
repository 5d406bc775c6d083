// The parametric human model as the renderer needs it: head and shoulders of the base mesh, its morph targets, hair, brows,
// eyes, clothes and textures. `omote-people-bake` writes it once from the npm package (reference/people.md §1); nothing of
// that package is part of this tree.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "sim/people/geometry.hpp"

namespace omote::sim::people {

struct Triangle {
  std::array<std::uint16_t, 3> vertex{};  // counter-clockwise seen from outside
  std::array<std::uint16_t, 3> uv{};
};

struct Mesh {
  std::vector<Triangle> triangles;
  std::vector<Vec2> uvs;  // v down, 0 to 1
};

// Moves of some vertices, in thousandths of a decimetre at weight 1.
struct Target {
  std::string name;  // "nose/nose-hump-morehump"
  std::vector<std::uint16_t> vertices;
  std::vector<std::int16_t> moves;  // three per vertex
};

// One slider of the face: below zero it applies `less`, above it `more`; -1 where there is none.
struct Modifier {
  std::string group;  // "nose"
  std::string name;   // "nose-hump"; left and right ones begin with l- and r-
  std::int32_t less = -1;
  std::int32_t more = -1;
};

// A mesh that hangs on the body: vertex = sum of weights[k] * body[refs[k]] + offset * scale.
struct Proxy {
  std::string kind;  // eyes, eyebrows, eyelashes, hair, clothes
  std::string name;
  std::vector<std::array<std::uint16_t, 3>> refs;
  std::vector<std::array<float, 3>> weights;
  std::vector<Vec3> offsets;
  Mesh mesh;
  std::vector<std::uint16_t> hidden;  // body vertices that it covers
};

struct Texture {
  std::string name;  // "skin/young_asian_female", "hair/short01", "eyes/brown"
  Bytes png;
};

struct Model {
  std::vector<Vec3> base;  // rest positions; the first body_vertices are drawn, the rest only carries proxies
  std::uint32_t body_vertices = 0;
  std::vector<float> turn_share;  // per vertex, how much of a head turn it follows, 0 to 1
  Mesh body;
  std::array<std::uint16_t, 6> scale_marks{};           // pairs whose distances scale proxies in x, y, z
  std::vector<std::uint16_t> head_joint;                // their mean is the joint between neck and head
  std::array<std::vector<std::uint16_t>, 2> eye_balls;  // left, right
  std::vector<Target> targets;
  std::vector<Modifier> modifiers;
  std::vector<Proxy> proxies;
  std::vector<Texture> textures;

  [[nodiscard]] std::optional<std::size_t> target(std::string_view name) const;
  [[nodiscard]] const Proxy* proxy(std::string_view kind, std::string_view name) const;
  [[nodiscard]] const Texture* texture(std::string_view name) const;
};

// The slice file written by the bake. Reasons: people_slice_broken, and read_file's own.
[[nodiscard]] Result<Model> load_model(const std::filesystem::path& slice);
[[nodiscard]] Result<void> save_model(const Model& model, const std::filesystem::path& slice);

}  // namespace omote::sim::people
