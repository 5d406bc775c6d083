#include "vision/face/picture.hpp"

#include <algorithm>
#include <cmath>

#include "base/secret.hpp"

namespace omote::vision::face {
namespace {

constexpr int kLevels = 4;
constexpr int kLeast = 16;
constexpr int kMost = 8192;

bool plausible(int width, int height, std::size_t bytes, int channels) {
  return width >= kLeast && height >= kLeast && width <= kMost && height <= kMost &&
         bytes == static_cast<std::size_t>(width) * height * channels;
}

}  // namespace

std::optional<Picture> Picture::of(const ports::Frame& frame) {
  if (!plausible(frame.width, frame.height, frame.pixels.size(), 3)) return std::nullopt;
  Picture picture;
  picture.levels_.push_back({frame.width, frame.height, frame.pixels.data()});
  picture.halve();
  return picture;
}

std::optional<Picture> Picture::of(const ports::GreyImage& image) {
  const ByteView grey = image.pixels.reveal();
  if (!plausible(image.width, image.height, grey.size(), 1)) return std::nullopt;
  Bytes pixels(grey.size() * 3);
  for (std::size_t i = 0; i < grey.size(); ++i) std::fill_n(pixels.data() + i * 3, 3, grey[i]);
  Picture picture;
  picture.owned_.push_back(std::move(pixels));
  picture.levels_.push_back({image.width, image.height, picture.owned_.back().data()});
  picture.halve();
  return picture;
}

Picture::~Picture() {
  for (Bytes& bytes : owned_) wipe_memory(bytes.data(), bytes.size());
}

void Picture::halve() {
  while (levels_.size() < kLevels && levels_.back().width >= 2 * kLeast && levels_.back().height >= 2 * kLeast) {
    const Level from = levels_.back();
    Level to{from.width / 2, from.height / 2, nullptr};
    Bytes pixels(static_cast<std::size_t>(to.width) * to.height * 3);
    const std::size_t from_row = static_cast<std::size_t>(from.width) * 3;
    for (int y = 0; y < to.height; ++y) {
      const std::uint8_t* above = from.pixels + 2 * y * from_row;
      const std::uint8_t* below = above + from_row;
      std::uint8_t* out = pixels.data() + static_cast<std::size_t>(y) * to.width * 3;
      for (int x = 0; x < to.width; ++x, above += 6, below += 6, out += 3)
        for (int c = 0; c < 3; ++c)
          out[c] = static_cast<std::uint8_t>((above[c] + above[c + 3] + below[c] + below[c + 3] + 2) / 4);
    }
    owned_.push_back(std::move(pixels));
    to.pixels = owned_.back().data();
    levels_.push_back(to);
  }
}

void Picture::sample_row(const Similarity& to_picture, int y, int width, float* out) const {
  std::size_t number = 0;
  double shrink = to_picture.scale();
  for (; shrink >= 2 && number + 1 < levels_.size(); shrink /= 2) ++number;
  const Level& level = levels_[number];
  const double unit = 1.0 / static_cast<double>(1 << number);
  const Point start = to_picture.apply({0, static_cast<double>(y)});
  const auto right = static_cast<float>(level.width - 1);
  const auto bottom = static_cast<float>(level.height - 1);
  for (int x = 0; x < width; ++x, out += 3) {
    const auto px = static_cast<float>((start.x + to_picture.a * x + 0.5) * unit - 0.5);
    const auto py = static_cast<float>((start.y + to_picture.b * x + 0.5) * unit - 0.5);
    if (!(px > -0.75F && py > -0.75F && px < right + 0.75F && py < bottom + 0.75F)) {
      std::fill_n(out, 3, 0.0F);
      continue;
    }
    const float cx = std::clamp(px, 0.0F, right);
    const float cy = std::clamp(py, 0.0F, bottom);
    const int left = std::min(static_cast<int>(cx), level.width - 2);
    const int top = std::min(static_cast<int>(cy), level.height - 2);
    const float fx = cx - static_cast<float>(left);
    const float fy = cy - static_cast<float>(top);
    const std::uint8_t* a = level.pixels + (static_cast<std::size_t>(top) * level.width + left) * 3;
    const std::uint8_t* b = a + static_cast<std::size_t>(level.width) * 3;
    for (int c = 0; c < 3; ++c) {
      const float above = static_cast<float>(a[c]) + fx * static_cast<float>(a[c + 3] - a[c]);
      const float below = static_cast<float>(b[c]) + fx * static_cast<float>(b[c + 3] - b[c]);
      out[c] = above + fy * (below - above);
    }
  }
}

void sample_into(Network& network, const Picture& picture, const Similarity& to_picture, const InputScale& scale) {
  for (int y = 0; y < network.height(); ++y) {
    float* row = network.input_row(y);
    picture.sample_row(to_picture, y, network.width(), row);
    for (int x = 0; x < network.width(); ++x)
      for (std::size_t c = 0; c < 3; ++c) row[x * 3 + c] = (row[x * 3 + c] - scale.mean[c]) * scale.factor;
  }
}

}  // namespace omote::vision::face
