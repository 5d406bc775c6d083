#include "vision/cardface/line_image.hpp"

#include <algorithm>
#include <functional>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace omote::vision::cardface {

namespace {

// Full ink: the mean of the 25th to 125th darkest pixel, about what one digit covers, whatever the line's length.
double ink_strength(const cv::Mat& ink) {
  std::vector<float> values(ink.begin<float>(), ink.end<float>());
  const std::size_t count = std::min<std::size_t>(125, values.size());
  std::partial_sort(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count), values.end(), std::greater<>());
  double sum = 0;
  for (std::size_t i = 25; i < count; ++i) sum += static_cast<double>(values[i]);
  return count > 25 ? sum / static_cast<double>(count - 25) : 0.0;
}

}  // namespace

LineImage prepare_line(const cv::Mat& grey) {
  LineImage line;
  cv::Mat plain;
  grey.convertTo(plain, CV_32F);
  cv::Mat smooth;
  cv::GaussianBlur(plain, smooth, {3, 3}, 0.7);
  cv::morphologyEx(smooth, line.background, cv::MORPH_CLOSE, cv::Mat::ones(15, 15, CV_8U));
  cv::GaussianBlur(line.background, line.background, {0, 0}, 4.0);
  cv::Mat floor_level = cv::max(line.background, 8.0f);
  cv::divide(line.background - plain, floor_level, line.ink);
  cv::max(line.ink, 0.0f, line.ink);
  line.contrast = ink_strength(line.ink);
  line.ink *= 1.0 / std::max(line.contrast, 0.06);
  cv::min(line.ink, 1.5f, line.ink);
  return line;
}

}  // namespace omote::vision::cardface
