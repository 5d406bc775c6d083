// Cuts a text line out of the picture, finds its height and slope, and prepares it for the net.
#pragma once

#include <opencv2/core.hpp>

#include "vision/cardface/line_image.hpp"
#include "vision/cardface/profile.hpp"

namespace omote::vision::cardface {

struct LineCut {
  LineImage line;
  double sharpness = 0;  // steepest strokes against full ink, per pixel of the prepared line
  double blown = 0;      // share of the bare card at the sensor's end (250 and more)
};

// `plane`: CV_8U, the picture in which black print is dark and coloured print pale. `before`, `reach`: millimetres
// taken before the line's left end, and after it.
[[nodiscard]] LineCut cut_line(const cv::Mat& plane, const cv::Matx33d& to_picture, const PrintedLine& line, double before,
                               double reach);

}  // namespace omote::vision::cardface
