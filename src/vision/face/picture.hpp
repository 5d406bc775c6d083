// A picture as the networks take their inputs from it: any similar crop, without aliasing when it shrinks.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "ports/image.hpp"
#include "vision/face/geometry.hpp"
#include "vision/face/network.hpp"

namespace omote::vision::face {

// RGB, full size and halved three times. Looks at the frame's own pixels: the frame must outlive it. Its copies are wiped.
class Picture {
 public:
  // Nothing when the pixels do not fit the size, or the size is out of 16 to 8192.
  [[nodiscard]] static std::optional<Picture> of(const ports::Frame& frame);
  [[nodiscard]] static std::optional<Picture> of(const ports::GreyImage& image);  // grey in all three channels
  Picture(Picture&&) noexcept = default;
  Picture& operator=(Picture&&) noexcept = default;
  ~Picture();

  [[nodiscard]] int width() const { return levels_.front().width; }
  [[nodiscard]] int height() const { return levels_.front().height; }

  // One row of `width` pixels (R, G, B as 0 to 255) of the crop that `to_picture` maps into this picture; bilinear on the
  // level whose pixels are at most half as large as those of the crop. Outside is black.
  void sample_row(const Similarity& to_picture, int y, int width, float* out) const;

 private:
  struct Level {
    int width = 0;
    int height = 0;
    const std::uint8_t* pixels = nullptr;
  };
  Picture() = default;
  void halve();
  std::vector<Level> levels_;
  std::vector<Bytes> owned_;
};

struct InputScale {
  std::array<float, 3> mean{};
  float factor = 1;  // (p - mean) * factor
};
// Fills the network's input with the crop.
void sample_into(Network& network, const Picture& picture, const Similarity& to_picture, const InputScale& scale);

}  // namespace omote::vision::face
