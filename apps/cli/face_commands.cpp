#include "apps/cli/face_commands.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "vision/camera/image_file.hpp"
#include "vision/decode/photo_decoder.hpp"
#include "vision/face/face_verifier.hpp"
#include "vision/liveness/sequence.hpp"

namespace omote::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace camera = vision::camera;
namespace face = vision::face;
namespace liveness = vision::liveness;

struct FaceOptions {
  std::string models;
  std::string means;
  std::string environment = "real";
  std::string photo;
  std::vector<std::string> frames;
  std::string list;
  int level = 3;
  bool json = false;
};

double rounded(double value, double unit) {
  return std::round(value / unit) * unit;
}

int report(const Failure& failure, bool json) {
  fmt::print(stderr, "omote vision: {}\n", describe(failure));
  if (json) {
    const Json error{{"error", {{"reason", failure.reason.text()}, {"context", failure.context}}}};
    std::cout << error.dump(2) << '\n';
  }
  return 1;
}

Result<face::FaceAnalyser> load_models(const FaceOptions& options) {
  return face::FaceAnalyser::load(options.models.empty() ? face::default_models_directory()
                                                         : std::filesystem::path(options.models));
}

Result<face::FaceVerifierSettings> load_settings(const FaceOptions& options) {
  face::FaceVerifierSettings settings;
  if (!options.means.empty()) {
    auto means = face::MeanVectors::read(options.means, options.environment);
    if (!means) return pass(means);
    settings.means = std::move(*means);
  }
  return settings;
}

Json json_of(const face::Quality& q) {
  return {{"hint", ports::to_string(face::first_hint(q, {}))},
          {"eye_distance", rounded(q.eye_distance, 1e-4)},
          {"off_centre", rounded(q.off_centre, 1e-3)},
          {"yaw", rounded(q.pose.yaw, 0.1)},
          {"pitch", rounded(q.pose.pitch, 0.1)},
          {"roll", rounded(q.pose.roll, 0.1)},
          {"luma", rounded(q.luma, 0.1)},
          {"background", rounded(q.background, 0.1)},
          {"cheek_ratio", rounded(q.cheek_ratio, 1e-3)},
          {"sharpness", rounded(q.sharpness, 0.1)},
          {"lower_difference", rounded(q.lower_difference, 0.01)},
          {"eye_darkness", rounded(q.eye_darkness, 1e-3)}};
}

// Any picture file; JPEG 2000 by the jailed decoder, because it may come from a card.
Result<ports::Frame> read_picture(const std::string& path) {
  auto bytes = read_file(path);
  if (!bytes) return pass(bytes);
  const std::string_view begin{reinterpret_cast<const char*>(bytes->data()), std::min<std::size_t>(bytes->size(), 8)};
  if ((begin.size() < 8 || begin.substr(4) != "jP  ") && !begin.starts_with("\xFF\x4F\xFF\x51"))
    return camera::decode_image(*bytes, path);
  auto decoder = vision::decode::PhotoDecoder::open();
  if (!decoder) return pass(decoder);
  auto grey = decoder->decode(*bytes);
  if (!grey) return pass(grey);
  ports::Frame frame{grey->width, grey->height, 0, {}, {}};
  for (const std::uint8_t value : grey->pixels.reveal()) frame.pixels.insert(frame.pixels.end(), 3, value);
  return frame;
}

struct Seen {
  face::Quality quality;
  face::Embedding embedding{};
};

// Nothing when the picture shows no face.
Result<std::optional<Seen>> look(face::FaceAnalyser& analyser, const std::string& path) {
  auto frame = read_picture(path);
  if (!frame) return pass(frame);
  const auto seen = liveness::see(analyser, *frame);
  if (!seen.found) return std::optional<Seen>{};
  return std::optional<Seen>(Seen{seen.quality, seen.embedding});
}

int compare(const FaceOptions& options) {
  auto settings = load_settings(options);
  if (!settings) return report(settings.error(), options.json);
  auto analyser = load_models(options);
  if (!analyser) return report(analyser.error(), options.json);
  const face::Comparison comparison{*settings};
  auto photo = look(*analyser, options.photo);
  if (!photo) return report(photo.error(), options.json);
  const double threshold = comparison.threshold(options.level);
  Json frames = Json::array();
  std::vector<double> distances;
  for (const std::string& path : options.frames) {
    auto seen = look(*analyser, path);
    if (!seen) return report(seen.error(), options.json);
    Json entry{{"found", seen->has_value()}, {"quality", nullptr}, {"distance", nullptr}};
    if (*seen) entry["quality"] = json_of((*seen)->quality);
    if (*seen && *photo) {
      distances.push_back(face::distance(comparison.card_side((*photo)->embedding), comparison.live_side((*seen)->embedding)));
      entry["distance"] = rounded(distances.back(), 1e-6);
    }
    frames.push_back(std::move(entry));
  }
  Json result{{"distance", nullptr}, {"threshold", threshold}, {"security_level", options.level}, {"same", false}};
  if (!distances.empty()) {
    std::ranges::sort(distances);
    const double median = (distances[(distances.size() - 1) / 2] + distances[distances.size() / 2]) / 2;
    result["distance"] = rounded(median, 1e-6);
    result["same"] = median < threshold;
  }
  if (!*photo) result["reason"] = "no face in the photo";
  if (*photo && distances.empty()) result["reason"] = "no face in any frame";
  result["frames"] = std::move(frames);
  if (options.json)
    std::cout << result.dump(2) << '\n';
  else if (distances.empty())
    fmt::print("{}\n", result["reason"].get<std::string>());
  else
    fmt::print("distance {:.4f}, threshold {:.3f} (level {}): {}\n", result["distance"].get<double>(), threshold, options.level,
               result["same"].get<bool>() ? "the same person" : "another person");
  return distances.empty() ? 1 : 0;
}

// Embeddings by path: a list names the same picture many times.
class Album {
 public:
  Album(face::FaceAnalyser& analyser, std::filesystem::path folder) : analyser_(analyser), folder_(std::move(folder)) {}

  // Nothing when there is no face, or no such picture (said on standard error, remembered in `failed`).
  const face::Embedding* find(const std::string& name) {
    auto [entry, fresh] = known_.try_emplace(name);
    if (fresh) {
      const bool direct = std::filesystem::path(name).is_absolute() || std::filesystem::exists(name);
      auto seen = look(analyser_, direct ? name : (folder_ / name).string());
      if (!seen) {
        fmt::print(stderr, "omote vision: {}\n", describe(seen.error()));
        failed = true;
      } else if (*seen) {
        entry->second = (*seen)->embedding;
      }
    }
    return entry->second ? &*entry->second : nullptr;
  }
  bool failed = false;

 private:
  face::FaceAnalyser& analyser_;
  std::filesystem::path folder_;
  std::map<std::string, std::optional<face::Embedding>> known_;
};

int pairs(const FaceOptions& options) {
  auto settings = load_settings(options);
  if (!settings) return report(settings.error(), options.json);
  std::ifstream file(options.list);
  if (!file) {
    fmt::print(stderr, "omote vision: cannot read the list {}\n", options.list);
    return 1;
  }
  auto analyser = load_models(options);
  if (!analyser) return report(analyser.error(), options.json);
  const face::Comparison comparison{*settings};
  Album album(*analyser, std::filesystem::path(options.list).parent_path());
  Json distances = Json::array();
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    const auto tab = line.find('\t');
    if (tab == std::string::npos) {
      fmt::print(stderr, "omote vision: {}:{}: expected two paths with a tabulator between them\n", options.list, number);
      return 1;
    }
    const auto* a = album.find(line.substr(0, tab));
    const auto* b = album.find(line.substr(tab + 1));
    std::optional<double> distance;
    if (a && b) distance = face::distance(comparison.card_side(*a), comparison.live_side(*b));
    if (options.json)
      distances.push_back(distance ? Json(rounded(*distance, 1e-6)) : Json(nullptr));
    else
      fmt::print("{}\n", distance ? fmt::format("{:.6f}", *distance) : "nan");
  }
  if (options.json) {
    const Json result{
        {"threshold", comparison.threshold(options.level)}, {"security_level", options.level}, {"distances", distances}};
    std::cout << result.dump() << '\n';
  }
  return album.failed ? 1 : 0;
}

template <class T>
Json or_null(const std::optional<T>& value, double unit) {
  return value ? Json(rounded(*value, unit)) : Json(nullptr);
}

int live(const FaceOptions& options) {
  auto analyser = load_models(options);
  if (!analyser) return report(analyser.error(), options.json);
  std::vector<liveness::SequenceFrame> frames;
  for (const std::string& path : options.frames) {
    auto frame = read_picture(path);
    if (!frame) return report(frame.error(), options.json);
    frames.push_back(liveness::see(*analyser, *frame));
  }
  const face::FaceVerifierSettings settings;
  const auto verdict = liveness::judge(frames, face::Comparison{settings}.threshold(options.level) + settings.turn_allowance);
  Json list = Json::array();
  for (const auto& f : frames) {
    Json entry{{"found", f.found}, {"repeated", f.repeated}, {"quality", nullptr}};
    if (f.found) entry["quality"] = json_of(f.quality);
    list.push_back(std::move(entry));
  }
  const Json result{{"score", rounded(verdict.score, 1e-4)},
                    {"live", verdict.live},
                    {"rests_on", verdict.rests_on},
                    {"cues",
                     {{"turn", rounded(verdict.cues.turn, 0.1)},
                      {"parallax", or_null(verdict.cues.parallax, 1e-5)},
                      {"stranger", or_null(verdict.cues.stranger, 1e-4)},
                      {"repeated", verdict.cues.repeated},
                      {"texture", rounded(verdict.cues.texture, 1e-4)}}},
                    {"frames", list}};
  if (options.json)
    std::cout << result.dump(2) << '\n';
  else
    fmt::print("liveness {:.2f} (rests on: {}): {}\n", verdict.score, verdict.rests_on,
               verdict.live ? "live" : "not proved live");
  return 0;
}

CLI::App* add(CLI::App& vision, const std::string& name, const std::string& what, const std::shared_ptr<FaceOptions>& o,
              int& exit_code, int (*run)(const FaceOptions&)) {
  CLI::App* command = vision.add_subcommand(name, what);
  command->add_option("--models", o->models, "directory of the networks (default: $OMOTE_MODELS, else build/data/models)");
  command->add_option("--level", o->level, "security level, the exponent of the false accept rate")->check(CLI::Range(2, 4));
  command->add_flag("--json", o->json, "one JSON document on standard output");
  command->callback([o, run, &exit_code] { exit_code = run(*o); });
  return command;
}

void add_means(CLI::App* command, const std::shared_ptr<FaceOptions>& o) {
  command->add_option("--means", o->means, "mean vectors of the environment");
  command->add_option("--environment", o->environment, "the environment that the means must be made for")
      ->check(CLI::IsMember({"real", "simulated"}));
}

}  // namespace

void add_face_commands(CLI::App& vision, int& exit_code) {
  const auto options = [] { return std::make_shared<FaceOptions>(); };
  const auto for_compare = options();
  CLI::App* command =
      add(vision, "compare", "a photo against frames: distances, threshold, decision, quality", for_compare, exit_code, compare);
  command->add_option("--photo", for_compare->photo, "the card's photo: PNG, JPEG, JPEG 2000, PGM or PPM")->required();
  command->add_option("--frame", for_compare->frames, "a camera picture; may be given several times")->required();
  add_means(command, for_compare);
  const auto for_pairs = options();
  command = add(vision, "pairs", "one distance per line for a list of a<TAB>b; nan without a face", for_pairs, exit_code, pairs);
  command->add_option("list", for_pairs->list, "the list; paths are looked up here, then beside the list")->required();
  add_means(command, for_pairs);
  const auto for_live = options();
  command = add(vision, "live", "liveness of a sequence of frames: score and cues", for_live, exit_code, live);
  command->add_option("frames", for_live->frames, "camera pictures in their order")->required();
}

}  // namespace omote::cli
