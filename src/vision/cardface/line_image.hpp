// A text line cut from the card, brought to one size and one contrast: what the print net reads.
#pragma once

#include <opencv2/core.hpp>

namespace omote::vision::cardface {

inline constexpr int kLineHeight = 32;   // pixels of a prepared line
inline constexpr double kLineEm = 24.0;  // pixels of one em in it; the em box is centred in height

struct LineImage {
  cv::Mat ink;          // CV_32F, kLineHeight rows: 0 bare card … about 1 full ink
  cv::Mat background;   // CV_32F, same size: grey of the bare card, 0…255
  double contrast = 0;  // full ink against the bare card, 0…1
};

// From a grey cut (CV_8U or CV_32F, kLineHeight rows): local background by closing, ink as its relative loss, scaled so
// that the darkest strokes are 1 (reference/card-face.md §5). The trainer prepares its samples by the same function.
[[nodiscard]] LineImage prepare_line(const cv::Mat& grey);

}  // namespace omote::vision::cardface
