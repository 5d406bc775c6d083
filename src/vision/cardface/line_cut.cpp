#include "vision/cardface/line_cut.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace omote::vision::cardface {

namespace {

constexpr int kSearch = 14;  // pixels of a prepared line, 1.5 mm at the date lines

// How well rows are separated into text and bare card when the band begins at `row`.
double band_score(const std::vector<double>& rows, int row, int height) {
  double in = 0, out = 0;
  const int edge = 5;
  for (int y = row; y < row + height; ++y) in += rows[static_cast<std::size_t>(y)];
  for (int y = std::max(0, row - edge); y < row; ++y) out += rows[static_cast<std::size_t>(y)];
  for (int y = row + height; y < std::min(static_cast<int>(rows.size()), row + height + edge); ++y)
    out += rows[static_cast<std::size_t>(y)];
  return in / height - out / (2.0 * edge);
}

std::vector<double> row_sums(const cv::Mat& ink, double slope) {
  std::vector<double> rows(static_cast<std::size_t>(ink.rows), 0.0);
  for (int y = 0; y < ink.rows; ++y) {
    const float* p = ink.ptr<float>(y);
    for (int x = 0; x < ink.cols; ++x) {
      const int to = y - static_cast<int>(std::lround(slope * (x - ink.cols / 2.0)));
      if (to >= 0 && to < ink.rows) rows[static_cast<std::size_t>(to)] += static_cast<double>(std::min(p[x], 1.0f));
    }
  }
  return rows;
}

cv::Mat warp(const cv::Mat& plane, const cv::Matx33d& from_line, cv::Size size) {
  cv::Mat cut;
  cv::warpPerspective(plane, cut, from_line, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  return cut;
}

void measure(LineCut& cut, const cv::Mat& grey) {
  const cv::Mat& ink = cut.line.ink;
  std::vector<float> slopes;
  for (int y = 0; y < ink.rows; ++y)
    for (int x = 1; x + 1 < ink.cols; ++x) slopes.push_back(std::abs(ink.at<float>(y, x + 1) - ink.at<float>(y, x - 1)) / 2);
  const auto at = slopes.begin() + static_cast<std::ptrdiff_t>(slopes.size()) -
                  std::min<std::ptrdiff_t>(60, static_cast<std::ptrdiff_t>(slopes.size()) / 2);
  std::nth_element(slopes.begin(), at, slopes.end());
  cut.sharpness = static_cast<double>(*at);
  cut.blown = static_cast<double>(cv::countNonZero(grey >= 250)) / static_cast<double>(grey.total());
}

}  // namespace

LineCut cut_line(const cv::Mat& plane, const cv::Matx33d& to_picture, const PrintedLine& line, double before, double reach) {
  const double mm = line.em / kLineEm;  // of one pixel
  const int width = static_cast<int>(std::lround((before + reach) / mm)) / 2 * 2;
  const int tall = kLineHeight + 2 * kSearch;
  const double left = line.x - before;
  const double top = line.y + line.em / 2 - tall * mm / 2;
  const cv::Matx33d rough = to_picture * cv::Matx33d(mm, 0, left, 0, mm, top, 0, 0, 1);
  const LineImage wide = prepare_line(warp(plane, rough, {width, tall}));

  double best = -1e9, best_slope = 0;
  int best_row = kSearch;
  const int band = static_cast<int>(0.86 * kLineEm);
  for (const double slope : {0.0, -0.008, 0.008, -0.016, 0.016}) {
    const std::vector<double> rows = row_sums(wide.ink, slope);
    for (int row = (kLineHeight - band) / 2; row + band <= tall - (kLineHeight - band) / 2; ++row) {
      const double off = std::abs(row + band / 2.0 - tall / 2.0) / kSearch;
      const double score = band_score(rows, row, band) * (1.0 - 0.15 * off * off) * (slope == 0.0 ? 1.02 : 1.0);
      if (score > best) best = score, best_row = row, best_slope = slope;
    }
  }
  const double shift = best_row + band / 2.0 - kLineHeight / 2.0;
  const cv::Matx33d fine = rough * cv::Matx33d(1, 0, 0, best_slope, 1, shift - best_slope * width / 2.0, 0, 0, 1);
  const cv::Mat grey = warp(plane, fine, {width, kLineHeight});
  LineCut cut;
  cut.line = prepare_line(grey);
  measure(cut, grey);
  return cut;
}

}  // namespace omote::vision::cardface
