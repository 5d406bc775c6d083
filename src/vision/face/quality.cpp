#include "vision/face/quality.hpp"

#include <algorithm>
#include <cmath>

#include "base/secret.hpp"

namespace omote::vision::face {
namespace {

using ports::FaceHint;

constexpr int kSize = 128;
// The eyes in the 128×128 chip; all areas below are in its pixels.
constexpr std::array<Point, 2> kEyes = {{{44, 52}, {84, 52}}};

struct Area {
  int left, top, right, bottom;
};
constexpr std::array<Area, 2> kCheeks = {{{34, 68, 48, 82}, {80, 68, 94, 82}}};
constexpr std::array<Area, 3> kUpper = {{{59, 50, 69, 64}, {36, 61, 50, 68}, {78, 61, 92, 68}}};
constexpr std::array<Area, 3> kLower = {{{40, 88, 49, 106}, {79, 88, 88, 106}, {54, 109, 74, 118}}};
constexpr std::array<Area, 2> kEyeAreas = {{{34, 45, 54, 59}, {74, 45, 94, 59}}};
constexpr Area kFace = {32, 36, 96, 116};

struct Chip {
  std::vector<float> rgb = std::vector<float>(static_cast<std::size_t>(kSize) * kSize * 3);
  ~Chip() { wipe_memory(rgb.data(), rgb.size() * sizeof(float)); }
  Chip() = default;
  Chip(const Chip&) = delete;
  Chip& operator=(const Chip&) = delete;
  [[nodiscard]] const float* at(int x, int y) const { return rgb.data() + (static_cast<std::size_t>(y) * kSize + x) * 3; }
};

float luma(const float* p) {
  return 0.299F * p[0] + 0.587F * p[1] + 0.114F * p[2];
}
float blue_difference(const float* p) {
  return 0.564F * (p[2] - luma(p));
}
float red_difference(const float* p) {
  return 0.713F * (p[0] - luma(p));
}

double median(std::vector<float>& values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

template <class Measure>
std::vector<float> collect(const Chip& chip, std::span<const Area> areas, Measure measure) {
  std::vector<float> values;
  for (const Area& a : areas)
    for (int y = a.top; y < a.bottom; ++y)
      for (int x = a.left; x < a.right; ++x) values.push_back(measure(chip.at(x, y)));
  return values;
}
template <class Measure>
double median_of(const Chip& chip, std::span<const Area> areas, Measure measure) {
  auto values = collect(chip, areas, measure);
  return median(values);
}
template <class Measure>
double mean_of(const Chip& chip, std::span<const Area> areas, Measure measure) {
  double sum = 0;
  const auto values = collect(chip, areas, measure);
  for (const float v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

double laplacian_variance(const Chip& chip) {
  double sum = 0;
  double squares = 0;
  int count = 0;
  for (int y = kFace.top; y < kFace.bottom; ++y)
    for (int x = kFace.left; x < kFace.right; ++x, ++count) {
      const double value = luma(chip.at(x - 1, y)) + luma(chip.at(x + 1, y)) + luma(chip.at(x, y - 1)) + luma(chip.at(x, y + 1)) -
                           4 * luma(chip.at(x, y));
      sum += value;
      squares += value * value;
    }
  const double mean = sum / count;
  return squares / count - mean * mean;
}

// Mean luma of what lies beside and above the head, on a coarse grid.
double background_luma(const Picture& picture, const Landmarks& face) {
  constexpr int kGrid = 40;
  const double step = static_cast<double>(picture.width()) / kGrid;
  const Point centre = mean(face);
  const double reach = 2.2 * eye_distance(face);
  std::vector<float> row(kGrid * 3);
  double sum = 0;
  int count = 0;
  for (int y = 0; y * step < std::min<double>(picture.height(), centre.y + reach); ++y) {
    picture.sample_row({step, 0, step / 2, step / 2}, y, kGrid, row.data());
    for (int x = 0; x < kGrid; ++x) {
      if (std::abs((x + 0.5) * step - centre.x) < reach && (y + 0.5) * step > centre.y - 1.3 * reach) continue;
      sum += luma(row.data() + x * 3);
      ++count;
    }
  }
  return count > 0 ? sum / count : 0;
}

FaceHint light_hint(const Quality& q, const QualityLimits& limits, bool turning) {
  if (q.background - q.luma > limits.most_backlight && q.luma < limits.backlit_luma) return FaceHint::LightBehind;
  if (q.luma < limits.least_luma) return FaceHint::TooDark;
  if (q.luma > limits.most_luma) return FaceHint::TooBright;
  if (!turning && q.cheek_ratio < limits.least_cheek_ratio) return FaceHint::LightBehind;
  return FaceHint::None;
}

}  // namespace

Quality measure(const Picture& picture, const Landmarks& face) {
  Quality q;
  q.eye_distance = eye_distance(face) / picture.width();
  const Point centre = mean(face);
  q.off_centre = std::hypot(centre.x - picture.width() / 2.0, centre.y - picture.height() / 2.0) / picture.height();
  q.pose = estimate_pose(face);

  Chip chip;
  const std::array<Point, 2> eyes = {left_eye(face), right_eye(face)};
  const Similarity crop = fit_similarity(kEyes, eyes);
  for (int y = 0; y < kSize; ++y) picture.sample_row(crop, y, kSize, chip.rgb.data() + static_cast<std::size_t>(y) * kSize * 3);

  const std::span<const Area> whole(&kFace, 1);
  q.luma = median_of(chip, whole, luma);
  q.background = background_luma(picture, face);
  const double left = median_of(chip, std::span(kCheeks).first(1), luma);
  const double right = median_of(chip, std::span(kCheeks).last(1), luma);
  q.cheek_ratio = std::min(left, right) / std::max({left, right, 1.0});
  q.sharpness = laplacian_variance(chip);
  q.lower_difference = std::hypot(median_of(chip, kLower, blue_difference) - median_of(chip, kUpper, blue_difference),
                                  median_of(chip, kLower, red_difference) - median_of(chip, kUpper, red_difference));
  q.eye_darkness = mean_of(chip, kEyeAreas, luma) / std::max(median_of(chip, kCheeks, luma), 1.0);
  q.saturation = mean_of(chip, whole, [](const float* p) {
    const auto [least, most] = std::minmax({p[0], p[1], p[2]});
    return most > 0 ? (most - least) / most : 0;
  });
  q.shine = mean_of(chip, whole, [](const float* p) { return luma(p) > 230 ? 1.0F : 0.0F; });
  return q;
}

bool several(const std::vector<FaceBox>& largest_first) {
  return largest_first.size() > 1 && largest_first[1].width > 0.6 * largest_first[0].width;
}

FaceHint first_hint(const Quality& q, const QualityLimits& limits, bool turning) {
  if (q.eye_distance > limits.most_eye_distance) return FaceHint::TooNear;
  if (!turning && q.eye_distance < limits.least_eye_distance) return FaceHint::TooFar;
  if (!turning && q.off_centre > limits.most_off_centre) return FaceHint::OffCentre;
  if (!turning && (std::abs(q.pose.yaw) > limits.most_yaw || std::abs(q.pose.pitch) > limits.most_pitch ||
                   std::abs(q.pose.roll) > limits.most_roll))
    return FaceHint::LookStraight;
  if (const FaceHint light = light_hint(q, limits, turning); light != FaceHint::None) return light;
  if (q.sharpness < limits.least_sharpness) return FaceHint::Blurred;
  if (q.lower_difference > limits.most_lower_difference) return FaceHint::Mask;
  if (q.eye_darkness < limits.least_eye_darkness) return FaceHint::EyesCovered;
  return FaceHint::None;
}

}  // namespace omote::vision::face
