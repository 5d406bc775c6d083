#include "sim/people/model.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "base/file.hpp"

namespace omote::sim::people {
namespace {

constexpr std::uint32_t kMagic = 0x31534D4F;  // "OMS1", little-endian like the rest
constexpr std::size_t kMostBytes = 256u << 20;

class Writer {
 public:
  Bytes bytes;
  template <class T>
  void raw(const T* data, std::size_t count) {
    const auto* begin = reinterpret_cast<const std::uint8_t*>(data);
    bytes.insert(bytes.end(), begin, begin + count * sizeof(T));
  }
  template <class T>
  void value(T& item) {
    raw(&item, 1);
  }
  template <class V>
  void flat(V& items) {
    auto count = static_cast<std::uint32_t>(items.size());
    value(count);
    raw(items.data(), items.size());
  }
  template <class T, class F>
  void each(std::vector<T>& items, F describe) {
    auto count = static_cast<std::uint32_t>(items.size());
    value(count);
    for (T& item : items) describe(*this, item);
  }
};

class Reader {
 public:
  explicit Reader(ByteView bytes) : rest_(bytes) {}
  [[nodiscard]] bool whole() const { return good_ && rest_.empty(); }

  template <class T>
  void raw(T* data, std::size_t count) {
    const std::size_t size = count * sizeof(T);
    if (!good_ || size > rest_.size()) {
      good_ = false;
      return;
    }
    if (size > 0) std::memcpy(data, rest_.data(), size);
    rest_ = rest_.subspan(size);
  }
  template <class T>
  void value(T& item) {
    raw(&item, 1);
  }
  template <class V>
  void flat(V& items) {
    std::uint32_t count = 0;
    value(count);
    if (!good_ || count > rest_.size() / sizeof(typename V::value_type)) {
      good_ = false;
      return;
    }
    items.resize(count);
    raw(items.data(), count);
  }
  template <class T, class F>
  void each(std::vector<T>& items, F describe) {
    std::uint32_t count = 0;
    value(count);
    if (count > rest_.size()) good_ = false;
    for (std::uint32_t i = 0; good_ && i < count; ++i) describe(*this, items.emplace_back());
  }

 private:
  ByteView rest_;
  bool good_ = true;
};

// One description for both directions, so that they cannot drift apart.
template <class Archive>
void describe(Archive& a, Mesh& mesh) {
  a.flat(mesh.triangles);
  a.flat(mesh.uvs);
}

template <class Archive>
void describe(Archive& a, Model& m) {
  std::uint32_t magic = kMagic;
  a.value(magic);
  a.value(m.body_vertices);
  a.flat(m.base);
  a.flat(m.turn_share);
  describe(a, m.body);
  a.value(m.scale_marks);
  a.flat(m.head_joint);
  a.flat(m.eye_balls[0]);
  a.flat(m.eye_balls[1]);
  a.each(m.targets, [](auto& b, Target& t) {
    b.flat(t.name);
    b.flat(t.vertices);
    b.flat(t.moves);
  });
  a.each(m.modifiers, [](auto& b, Modifier& t) {
    b.flat(t.group);
    b.flat(t.name);
    b.value(t.less);
    b.value(t.more);
  });
  a.each(m.proxies, [](auto& b, Proxy& p) {
    b.flat(p.kind);
    b.flat(p.name);
    b.flat(p.refs);
    b.flat(p.weights);
    b.flat(p.offsets);
    describe(b, p.mesh);
    b.flat(p.hidden);
  });
  a.each(m.textures, [](auto& b, Texture& t) {
    b.flat(t.name);
    b.flat(t.png);
  });
}

bool below(const std::vector<std::uint16_t>& indices, std::size_t limit) {
  return std::all_of(indices.begin(), indices.end(), [&](std::uint16_t i) { return i < limit; });
}

bool fits(const Mesh& mesh, std::size_t vertices) {
  return std::all_of(mesh.triangles.begin(), mesh.triangles.end(), [&](const Triangle& t) {
    return std::all_of(t.vertex.begin(), t.vertex.end(), [&](auto v) { return v < vertices; }) &&
           std::all_of(t.uv.begin(), t.uv.end(), [&](auto v) { return v < mesh.uvs.size(); });
  });
}

// Every index points at something, so that the renderer need not look.
bool sound(const Model& m) {
  const std::size_t n = m.base.size();
  if (n == 0 || m.turn_share.size() != n || m.body_vertices > n || !fits(m.body, m.body_vertices)) return false;
  if (!below(m.head_joint, n) || !below(m.eye_balls[0], n) || !below(m.eye_balls[1], n)) return false;
  if (m.head_joint.empty() || m.eye_balls[0].empty() || m.eye_balls[1].empty()) return false;
  if (std::any_of(m.scale_marks.begin(), m.scale_marks.end(), [&](auto v) { return v >= n; })) return false;
  for (const Target& t : m.targets) {
    if (!below(t.vertices, n) || t.moves.size() != 3 * t.vertices.size()) return false;
  }
  const auto count = static_cast<std::int32_t>(m.targets.size());
  for (const Modifier& t : m.modifiers) {
    if (t.less < -1 || t.less >= count || t.more < -1 || t.more >= count) return false;
  }
  return std::all_of(m.proxies.begin(), m.proxies.end(), [&](const Proxy& p) {
    const bool refs = std::all_of(p.refs.begin(), p.refs.end(), [&](const auto& r) { return r[0] < n && r[1] < n && r[2] < n; });
    return refs && p.weights.size() == p.refs.size() && p.offsets.size() == p.refs.size() && fits(p.mesh, p.refs.size()) &&
           below(p.hidden, m.body_vertices);
  });
}

}  // namespace

std::optional<std::size_t> Model::target(std::string_view name) const {
  const auto found =
      std::lower_bound(targets.begin(), targets.end(), name, [](const Target& t, std::string_view n) { return t.name < n; });
  if (found == targets.end() || found->name != name) return std::nullopt;
  return static_cast<std::size_t>(found - targets.begin());
}

const Proxy* Model::proxy(std::string_view kind, std::string_view name) const {
  const auto found =
      std::find_if(proxies.begin(), proxies.end(), [&](const Proxy& p) { return p.kind == kind && p.name == name; });
  return found == proxies.end() ? nullptr : &*found;
}

const Texture* Model::texture(std::string_view name) const {
  const auto found = std::find_if(textures.begin(), textures.end(), [&](const Texture& t) { return t.name == name; });
  return found == textures.end() ? nullptr : &*found;
}

Result<Model> load_model(const std::filesystem::path& slice) {
  auto bytes = read_file(slice, kMostBytes);
  if (!bytes) return pass(bytes);
  Reader reader(*bytes);
  Model model;
  if (bytes->size() >= 4 && std::memcmp(bytes->data(), &kMagic, 4) == 0) describe(reader, model);
  if (!reader.whole() || !sound(model)) return fail("people_slice_broken", slice.string());
  return model;
}

Result<void> save_model(const Model& model, const std::filesystem::path& slice) {
  Writer writer;
  Model copy = model;
  describe(writer, copy);
  return write_durably(slice, writer.bytes, Replace::Yes, 0644);
}

}  // namespace omote::sim::people
