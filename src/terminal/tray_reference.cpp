#include "terminal/tray_reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "base/log.hpp"

namespace omote::terminal {

namespace {

constexpr int kBlocksX = 32;
constexpr int kBlocksY = 24;
constexpr int kAround = 3;           // blocks in each direction are a block's surroundings
constexpr float kStandsOut = 0.05F;  // more than the reference: a spot
constexpr int kSpots = 6;            // of 768 blocks
constexpr double kSharpnessLost = 0.6;
constexpr int kLooks = 2;       // dirt must be seen that often
constexpr int kLearnLooks = 4;  // an empty tray must stay the same that often before it is the reference
constexpr int kCleanerLooks = 20;

// Grey, a quarter of the size: the sensor's noise is averaged away, what lies on the glass stays.
struct Small {
  int width = 0;
  int height = 0;
  std::vector<float> grey;
  [[nodiscard]] float at(int x, int y) const { return grey[static_cast<std::size_t>(y) * width + x]; }
};

Small shrink(const ports::Frame& frame) {
  Small small{frame.width / 4, frame.height / 4, {}};
  small.grey.resize(static_cast<std::size_t>(small.width) * small.height);
  for (int y = 0; y < small.height; ++y) {
    for (int x = 0; x < small.width; ++x) {
      int sum = 0;
      for (int dy = 0; dy < 4; ++dy) {
        const auto* row = frame.pixels.data() + (static_cast<std::size_t>(4 * y + dy) * frame.width + 4 * x) * 3;
        for (int i = 0; i < 12; ++i) sum += row[i];
      }
      small.grey[static_cast<std::size_t>(y) * small.width + x] = static_cast<float>(sum) / 48;
    }
  }
  return small;
}

std::vector<float> means_of(const Small& small) {
  std::vector<float> means(kBlocksX * kBlocksY);
  std::vector<int> counts(means.size());
  for (int y = 0; y < small.height; ++y) {
    for (int x = 0; x < small.width; ++x) {
      const auto block = static_cast<std::size_t>(y * kBlocksY / small.height * kBlocksX + x * kBlocksX / small.width);
      means[block] += small.at(x, y);
      ++counts[block];
    }
  }
  for (std::size_t i = 0; i < means.size(); ++i) means[i] /= static_cast<float>(std::max(counts[i], 1));
  return means;
}

float median_around(const std::vector<float>& means, int bx, int by) {
  std::vector<float> around;
  for (int y = std::max(by - kAround, 0); y <= std::min(by + kAround, kBlocksY - 1); ++y) {
    for (int x = std::max(bx - kAround, 0); x <= std::min(bx + kAround, kBlocksX - 1); ++x)
      around.push_back(means[static_cast<std::size_t>(y * kBlocksX + x)]);
  }
  std::ranges::nth_element(around, around.begin() + static_cast<std::ptrdiff_t>(around.size() / 2));
  return around[around.size() / 2];
}

double sharpness_of(const Small& small) {
  double sum = 0;
  double light = 0;
  for (int y = 1; y + 1 < small.height; ++y) {
    for (int x = 1; x + 1 < small.width; ++x) {
      const auto centre = small.at(x, y);
      sum += std::abs(4 * centre - small.at(x - 1, y) - small.at(x + 1, y) - small.at(x, y - 1) - small.at(x, y + 1));
      light += centre;
    }
  }
  return light > 0 ? sum / light : 0;
}

int spots(const TrayLook& now, const TrayLook& before) {
  int count = 0;
  for (std::size_t i = 0; i < now.blocks.size(); ++i)
    count += std::abs(now.blocks[i]) > std::abs(before.blocks[i]) + kStandsOut ? 1 : 0;
  return count;
}

bool dirtier(const TrayLook& now, const TrayLook& before) {
  return spots(now, before) >= kSpots || now.sharpness < kSharpnessLost * before.sharpness;
}

std::string to_text(const TrayLook& look) {
  auto text = fmt::format("{}\n", look.sharpness);
  for (const float block : look.blocks) text += fmt::format("{:.4f}\n", block);
  return text;
}

std::optional<TrayLook> from_text(const std::string& text) {
  std::istringstream lines(text);
  TrayLook look;
  look.blocks.resize(kBlocksX * kBlocksY);
  if (!(lines >> look.sharpness)) return std::nullopt;
  for (auto& block : look.blocks) {
    if (!(lines >> block)) return std::nullopt;
  }
  return look;
}

}  // namespace

TrayLook look_at_tray(const ports::Frame& frame) {
  TrayLook look;
  const auto small = shrink(frame);
  const auto means = means_of(small);
  look.blocks.resize(means.size());
  for (int y = 0; y < kBlocksY; ++y) {
    for (int x = 0; x < kBlocksX; ++x) {
      const auto i = static_cast<std::size_t>(y * kBlocksX + x);
      const auto around = median_around(means, x, y);
      look.blocks[i] = around > 1 ? means[i] / around - 1 : 0;
    }
  }
  look.sharpness = sharpness_of(small);
  return look;
}

TrayReference::TrayReference(const std::filesystem::path& file) {
  if (file.empty()) return;
  file_ = KeptFile::open(file, "omote-tray");
  reference_ = from_text(file_->contents());
}

void TrayReference::learn(const TrayLook& look) {
  reference_ = look;
  first_.clear();
  cleaner_looks_ = 0;
  if (const auto kept = file_ ? file_->save(to_text(look)) : Result<void>(); !kept) log::warning("{}", describe(kept.error()));
}

std::optional<bool> TrayReference::saw_empty(const ports::Frame& frame) {
  const auto look = look_at_tray(frame);
  if (!reference_) {
    // Something that moves is no empty tray.
    if (!first_.empty() && (dirtier(look, first_.front()) || dirtier(first_.front(), look))) first_.clear();
    first_.push_back(look);
    if (std::ssize(first_) < kLearnLooks) return std::nullopt;
    learn(look);
    return false;
  }
  dirty_looks_ = dirtier(look, *reference_) ? dirty_looks_ + 1 : 0;
  // The reference itself was taken through a dirty glass that somebody has cleaned since.
  cleaner_looks_ = dirty_looks_ == 0 && dirtier(*reference_, look) ? cleaner_looks_ + 1 : 0;
  if (cleaner_looks_ >= kCleanerLooks) learn(look);
  if (dirty_looks_ > 0 && dirty_looks_ < kLooks) return std::nullopt;
  return dirty_looks_ >= kLooks;
}

}  // namespace omote::terminal
