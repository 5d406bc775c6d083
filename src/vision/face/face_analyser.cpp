#include "vision/face/face_analyser.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/secret.hpp"
#include "vision/face/nets.hpp"

namespace omote::vision::face {
namespace {

constexpr InputScale kDetectorScale = {{117.001F, 114.697F, 97.404F}, 1 / 255.0F};
constexpr InputScale kLandmarkScale = {{122.782F, 117.001F, 104.298F}, 1 / 255.0F};
constexpr InputScale kRecognitionScale = {{127.5F, 127.5F, 127.5F}, 1 / 128.0F};

struct Anchor {
  double width;
  double height;
};
constexpr std::array<Anchor, 5> kAnchors = {
    {{1.603231, 2.094468}, {6.041143, 7.080126}, {2.882459, 3.518061}, {4.266906, 5.178857}, {9.041765, 10.66308}}};
constexpr std::array<int, 3> kDetectorSizes = {128, 224, 320};
constexpr double kSecondLookScore = 0.3;
constexpr double kSameFaceOverlap = 0.4;
constexpr double kFirstCrop = 1.1;
constexpr double kSecondCrop = 1.2;

// Where eyes, nose tip and mouth corners lie in the 112×112 chip that the network was trained with.
constexpr std::array<Point, 5> kTemplate = {
    {{38.2946, 51.6963}, {73.5318, 51.5014}, {56.0252, 71.7366}, {41.5493, 92.3655}, {70.7299, 92.2041}}};

double sigmoid(double x) {
  return 1 / (1 + std::exp(-x));
}

double area(const FaceBox& box) {
  return box.width * box.height;
}

double overlap(const FaceBox& a, const FaceBox& b) {
  const double width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const double height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  return width * height / (area(a) + area(b) - width * height);
}

// Keeps the best of boxes that mean the same face.
void keep_best(std::vector<FaceBox>& boxes) {
  std::ranges::sort(boxes, std::greater{}, &FaceBox::score);
  std::vector<FaceBox> kept;
  for (const FaceBox& box : boxes)
    if (std::ranges::none_of(kept, [&](const FaceBox& k) { return overlap(k, box) > kSameFaceOverlap; })) kept.push_back(box);
  boxes = std::move(kept);
}

void detect_with(Network& network, const Picture& picture, double least_score, std::vector<FaceBox>& found) {
  // The picture lies in the upper left corner of a black square.
  const double side = std::max(picture.width(), picture.height());
  const double scale = side / network.width();
  sample_into(network, picture, {scale, 0, scale / 2 - 0.5, scale / 2 - 0.5}, kDetectorScale);
  const auto out = network.run();
  const int cells = network.width() / 32;
  const double cell = side / cells;
  const float* value = out.data();
  for (int y = 0; y < cells; ++y)
    for (int x = 0; x < cells; ++x)
      for (std::size_t i = 0; i < kAnchors.size(); ++i, value += 5) {
        const double score = sigmoid(value[4]);
        if (score <= least_score) continue;
        // Bounded, so that wrong weights cannot make a box without end.
        const double width = std::exp(std::clamp<double>(value[2], -6, 6)) * kAnchors[i].width * cell;
        const double height = std::exp(std::clamp<double>(value[3], -6, 6)) * kAnchors[i].height * cell;
        found.push_back(
            {(x + sigmoid(value[0])) * cell - width / 2, (y + sigmoid(value[1])) * cell - height / 2, width, height, score});
      }
}

}  // namespace

double distance(const Embedding& a, const Embedding& b) {
  double cosine = 0;
  for (std::size_t i = 0; i < a.size(); ++i) cosine += static_cast<double>(a[i]) * b[i];
  return 1 - cosine;
}

void normalise(Embedding& embedding) {
  double sum = 0;
  for (const float v : embedding) sum += static_cast<double>(v) * v;
  const double factor = 1 / std::sqrt(std::max(sum, 1e-10));
  for (float& v : embedding) v = static_cast<float>(v * factor);
}

void wipe(Embedding& embedding) {
  wipe_memory(embedding.data(), sizeof embedding);
}

std::filesystem::path default_models_directory() {
  const char* set = std::getenv("OMOTE_MODELS");
  return set && *set ? std::filesystem::path(set) : std::filesystem::path("build/data/models");
}

FaceAnalyser::FaceAnalyser(std::vector<Network> detectors, Network points, Network recognition)
    : detectors_(std::move(detectors)), points_(std::move(points)), recognition_(std::move(recognition)) {}

Result<FaceAnalyser> FaceAnalyser::load(const std::filesystem::path& models, const Kernels& kernels) {
  std::error_code error;
  if (!std::filesystem::is_directory(models, error))
    return fail("models_missing", models.string() + " (made by tools/models/set-up.sh)");
  const auto make = [&](const NetworkPlan& plan) -> Result<Network> {
    auto file = TensorFile::read(models / (plan.name + ".omm"));
    if (!file) return pass(file);
    return Network::make(plan, *file, kernels);
  };
  std::vector<Network> detectors;
  for (const int size : kDetectorSizes) {
    auto detector = make(tiny_face_detector(size));
    if (!detector) return pass(detector);
    detectors.push_back(std::move(*detector));
  }
  auto points = make(face_landmark_68());
  if (!points) return pass(points);
  auto recognition = make(mobile_face_net());
  if (!recognition) return pass(recognition);
  return FaceAnalyser(std::move(detectors), std::move(*points), std::move(*recognition));
}

std::vector<FaceBox> FaceAnalyser::detect(const Picture& picture, double least_score) {
  std::vector<FaceBox> found;
  for (Network& network : detectors_) detect_with(network, picture, least_score, found);
  keep_best(found);
  std::ranges::sort(found, std::greater{}, area);
  return found;
}

std::optional<FaceBox> FaceAnalyser::find(const Picture& picture) {
  if (const auto sure = detect(picture); !sure.empty()) return sure.front();
  const auto unsure = detect(picture, kSecondLookScore);
  if (unsure.empty()) return std::nullopt;
  return *std::ranges::max_element(unsure, {}, &FaceBox::score);
}

Landmarks FaceAnalyser::landmarks_in(const Picture& picture, Point centre, double side) {
  const double scale = side / points_.width();
  const Similarity crop{scale, 0, centre.x - side / 2 + scale / 2 - 0.5, centre.y - side / 2 + scale / 2 - 0.5};
  sample_into(points_, picture, crop, kLandmarkScale);
  const auto out = points_.run();
  Landmarks face;
  for (std::size_t i = 0; i < face.size(); ++i)
    face[i] = {centre.x - side / 2 + side * out[2 * i], centre.y - side / 2 + side * out[2 * i + 1]};
  return face;
}

Landmarks FaceAnalyser::landmarks(const Picture& picture, const FaceBox& box) {
  const Landmarks first =
      landmarks_in(picture, {box.x + box.width / 2, box.y + box.height / 2}, std::max(box.width, box.height) * kFirstCrop);
  const auto [left, right] = std::ranges::minmax(first, {}, &Point::x);
  const auto [top, bottom] = std::ranges::minmax(first, {}, &Point::y);
  const double side = std::max(right.x - left.x, bottom.y - top.y) * kSecondCrop;
  return landmarks_in(picture, {(left.x + right.x) / 2, (top.y + bottom.y) / 2}, side);
}

Embedding FaceAnalyser::embed(const Picture& picture, const Landmarks& face) {
  const std::array<Point, 5> points = {left_eye(face), right_eye(face), face[30], face[48], face[54]};
  sample_into(recognition_, picture, fit_similarity(points, kTemplate).inverse(), kRecognitionScale);
  const auto take = [this] {
    Embedding e;
    std::ranges::copy(recognition_.run(), e.begin());
    normalise(e);
    return e;
  };
  Embedding sum = take();
  for (int y = 0; y < recognition_.height(); ++y) {
    float* row = recognition_.input_row(y);
    for (int x = 0, last = recognition_.width() - 1; x < last - x; ++x)
      std::swap_ranges(row + x * 3, row + x * 3 + 3, row + (last - x) * 3);
  }
  Embedding mirrored = take();
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += mirrored[i];
  face::wipe(mirrored);
  normalise(sum);
  return sum;
}

void FaceAnalyser::wipe() {
  for (Network& detector : detectors_) detector.wipe();
  points_.wipe();
  recognition_.wipe();
}

}  // namespace omote::vision::face
