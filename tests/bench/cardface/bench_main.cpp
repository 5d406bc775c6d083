// bench_cardface: reading number B from rendered frames: time per frame, coverage and wrong numbers, beside Tesseract on the
// same lines. JSON on standard output, a table on standard error. --dump DIR keeps frames that were refused.
#include <fmt/format.h>
#include <png.h>

#include <CLI/CLI.hpp>
#include <array>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>

#include "tests/bench/cardface/peer.hpp"
#include "tests/bench/cardface/scenes.hpp"
#include "vision/cardface/card_face_reader.hpp"

namespace {

using namespace omote;
using namespace omote::bench::cardface;
using sim::cardface::Hardness;
using vision::cardface::FrameReader;
using vision::cardface::FrameReading;

constexpr std::array kLevels{"clean", "normal", "hard"};

struct Tally {
  int scenes = 0, accepted = 0, wrong = 0;
  int alone_accepted = 0, alone_wrong = 0;  // without the chip's expiry
  int frames = 0, frames_accepted = 0, frames_wrong = 0, frames_right_read = 0;
  int peer = 0, peer_right = 0;
  std::vector<double> ms;
  double peer_ms = 0;
  std::map<std::string, int> doubts;
};

double clock_ms() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void keep(const std::string& folder, const std::string& name, const ports::Frame& frame) {
  if (folder.empty()) return;
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(frame.width);
  image.height = static_cast<png_uint_32>(frame.height);
  image.format = PNG_FORMAT_RGB;
  png_image_write_to_file(&image, (folder + "/" + name + ".png").c_str(), 0, frame.pixels.data(), 0, nullptr);
}

struct Options {
  int scenes = 20, frames = 3;
  std::uint64_t seed = 52025;  // never used while the reader was being made
  bool peer = true;
  std::string dump;
};

void run_scene(const FrameReader& reader, std::uint64_t seed, Hardness hardness, const Options& options, Tally& tally) {
  const Scene scene = random_scene(seed, hardness);
  vision::cardface::NumberVote vote, alone;
  for (int i = 0; i < options.frames; ++i) {
    const ports::Frame frame = scene_frame(scene, seed, i);
    const double start = clock_ms();
    const FrameReading reading = reader.read(frame, scene.print.expiry);
    tally.ms.push_back(clock_ms() - start);
    const bool right = as_text(reading.number_b.reveal()) == scene.number_b;
    ++tally.frames;
    tally.frames_accepted += reading.accepted();
    tally.frames_wrong += reading.accepted() && !right;
    tally.frames_right_read += right;
    ++tally.doubts[std::string(to_string(reading.doubt))];
    if (!reading.accepted() || !right)
      keep(options.dump,
           fmt::format("{}-{}-{}-{}{}", kLevels[static_cast<std::size_t>(hardness)], seed, i, to_string(reading.doubt),
                       reading.accepted() ? "-WRONG" : ""),
           frame);
    if (!reading.accepted())
      fmt::print(stderr, "  {} seed {} frame {}: {} margin {:.1f} {} {} font {} sleeve {} front\n",
                 kLevels[static_cast<std::size_t>(hardness)], seed, i, to_string(reading.doubt), reading.margin,
                 as_text(reading.number_b.reveal()), scene.number_b, scene.style.font, scene.view.sleeve);
    vote.add(reading, sha256(frame.pixels));
    alone.add(reader.read(frame, std::nullopt), sha256(frame.pixels));
    if (options.peer && i == 0) {
      const double peer_start = clock_ms();
      ++tally.peer;
      tally.peer_right += peer_number_b(frame) == scene.number_b;
      tally.peer_ms += clock_ms() - peer_start;
    }
  }
  ++tally.scenes;
  tally.accepted += vote.agreed();
  tally.wrong += vote.agreed() && as_text(vote.number().reveal()) != scene.number_b;
  tally.alone_accepted += alone.agreed();
  tally.alone_wrong += alone.agreed() && as_text(alone.number().reveal()) != scene.number_b;
}

double middle(std::vector<double> values) {
  if (values.empty()) return 0;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Reading number B from rendered card faces"};
  Options options;
  app.add_option("--scenes", options.scenes, "per level");
  app.add_option("--frames", options.frames, "per scene");
  app.add_option("--seed", options.seed, "of the first scene");
  app.add_option("--dump", options.dump, "folder for frames that were refused or wrong");
  app.add_flag("!--no-peer", options.peer, "without Tesseract");
  CLI11_PARSE(app, argc, argv);
  cv::setNumThreads(1);
  auto profile = vision::cardface::built_in_specimen_profile();
  auto net = vision::cardface::PrintNet::built_in();
  if (!profile || !net) return 1;
  const FrameReader reader(*profile, *net);
  options.peer = options.peer && peer_available();
  nlohmann::json out = nlohmann::json::array();
  const auto add = [&](const std::string& name, double value, const char* unit, const char* better, nlohmann::json target,
                       const char* peer, nlohmann::json peer_value, nlohmann::json limit) {
    out.push_back({{"name", name},
                   {"value", value},
                   {"unit", unit},
                   {"better", better},
                   {"target", target},
                   {"peer", peer ? nlohmann::json(peer) : nlohmann::json()},
                   {"peer_value", peer_value},
                   {"limit", limit}});
  };
  for (int level = 0; level < 3; ++level) {
    Tally t;
    for (int i = 0; i < options.scenes; ++i)
      run_scene(reader, options.seed + static_cast<std::uint64_t>(i), static_cast<Hardness>(level), options, t);
    fmt::print(stderr,
               "{}: scenes {} accepted {} wrong {} | without chip accepted {} wrong {} | frames {} accepted {} wrong {} read "
               "right {} | {:.0f} ms\n",
               kLevels[static_cast<std::size_t>(level)], t.scenes, t.accepted, t.wrong, t.alone_accepted, t.alone_wrong, t.frames,
               t.frames_accepted, t.frames_wrong, t.frames_right_read, middle(t.ms));
    for (const auto& [doubt, count] : t.doubts) fmt::print(stderr, "    {} {}\n", doubt, count);
    const std::string name = fmt::format("card_face_{}", kLevels[static_cast<std::size_t>(level)]);
    const nlohmann::json peer_share = t.peer ? nlohmann::json(1.0 * t.peer_right / t.peer) : nlohmann::json();
    const char* peer = t.peer ? "Tesseract 5.3 on the same lines of one frame, right numbers without refusing any" : nullptr;
    add(name + "_coverage", 1.0 * t.accepted / std::max(1, t.scenes), "share of scenes", "higher",
        level == 0 ? nlohmann::json(0.95) : nlohmann::json(), peer, peer_share, 1.0);
    add(name + "_wrong", t.wrong, "scenes", "lower", 0, nullptr, nullptr, 0);
    add(name + "_frame", middle(t.ms), "ms", "lower", 100, t.peer ? "Tesseract 5.3, three lines, locating not counted" : nullptr,
        t.peer ? nlohmann::json(t.peer_ms / t.peer) : nlohmann::json(), nullptr);
  }
  fmt::print("{}\n", out.dump(2));
  return 0;
}
