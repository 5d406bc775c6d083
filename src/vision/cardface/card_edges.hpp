// Finds rectangles of a card's shape in a picture of the tray.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

namespace omote::vision::cardface {

// Corners clockwise in the picture, the first side being a long one.
using Quad = std::array<cv::Point2d, 4>;

// Candidates, the likelier first, at most five, sides fitted to the grey edges (reference/card-face.md §5, §3).
// `rgb`: CV_8UC3. Empty when nothing of a card's proportions is there.
[[nodiscard]] std::vector<Quad> find_card_quads(const cv::Mat& rgb, const cv::Mat& grey);

// How clearly a second edge runs 0.8 to 3.5 mm outside the card, all round: the rim of a sleeve. 0 none … 1 on all sides.
// `to_picture` maps the card's millimetres to pixels.
[[nodiscard]] double sleeve_rim(const cv::Mat& grey, const cv::Matx33d& to_picture, double width, double height);

}  // namespace omote::vision::cardface
