// Dirt on the glass of the card-face camera, found by comparing the empty tray with what it looked like when it was clean.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/kept_file.hpp"
#include "ports/image.hpp"

namespace omote::terminal {

// An empty tray in numbers: how much each block of the picture stands out from its surroundings, and how sharp the fine
// structure is. Light may change, also across the picture; dirt stands out where nothing did, or takes the sharpness.
struct TrayLook {
  std::vector<float> blocks;  // kBlocksX x kBlocksY, in shares of the local brightness
  double sharpness = 0;
};
[[nodiscard]] TrayLook look_at_tray(const ports::Frame& frame);

// Learns the clean tray by itself: the first time, and again when the tray looks cleaner than the reference. One thread.
class TrayReference {
 public:
  // The reference is kept over a restart; an empty path keeps nothing.
  explicit TrayReference(const std::filesystem::path& file);

  // An empty tray was seen, in good light. Returns whether the glass is dirty; nothing while that is not known yet.
  std::optional<bool> saw_empty(const ports::Frame& frame);
  // A card or something else lies there: the next judgement needs new pictures.
  void interrupted() { dirty_looks_ = 0; }
  [[nodiscard]] bool learned() const { return reference_.has_value(); }

 private:
  void learn(const TrayLook& look);
  std::optional<KeptFile> file_;
  std::optional<TrayLook> reference_;
  std::vector<TrayLook> first_;  // until there is a reference
  int dirty_looks_ = 0;
  int cleaner_looks_ = 0;
};

}  // namespace omote::terminal
