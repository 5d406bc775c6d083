// Compares a rectified picture with the layout: which side, which way up, and where the print sits.
#pragma once

#include <opencv2/core.hpp>

#include "vision/cardface/card_edges.hpp"
#include "vision/cardface/profile.hpp"

namespace omote::vision::cardface {

enum class CardSide { Unknown, Front, Back };

struct LayoutMatch {
  CardSide side = CardSide::Unknown;
  bool turned = false;      // by 180° in the picture
  double front_score = -1;  // correlation with the layout, best of both ways
  double back_score = -1;
  double scale = 1;        // size of the card within the rectangle found; below 1: the rectangle is a sleeve
  cv::Matx33d to_picture;  // from the print's millimetres to pixels of the picture
};

class LayoutMatcher {
 public:
  explicit LayoutMatcher(const Profile& profile);
  // `grey`: the picture. Any thread.
  [[nodiscard]] LayoutMatch match(const cv::Mat& grey, const Quad& quad) const;

 private:
  double width_, height_;
  cv::Mat front_, back_;
  Box stripe_, code_;
};

}  // namespace omote::vision::cardface
