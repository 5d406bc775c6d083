#include "vision/liveness/head_turn.hpp"

#include <algorithm>
#include <cmath>

#include "vision/liveness/parallax.hpp"

namespace omote::vision::liveness {

HeadTurn::HeadTurn(Side side, const face::Landmarks& straight, const TurnLimits& limits)
    : side_(side), straight_(straight), first_yaw_(face::estimate_pose(straight).yaw), limits_(limits) {}

TurnStep HeadTurn::observe(const face::Landmarks& face, bool same_person) {
  if (step_ == TurnStep::Passed || step_ == TurnStep::Failed) return step_;
  // The camera does not mirror: the person's left is the right side of the image, where yaw is positive.
  const double yaw = face::estimate_pose(face).yaw - first_yaw_;
  turned_ = side_ == Side::Left ? yaw : -yaw;
  if (!same_person && ++strangers_ >= limits_.most_strangers) return step_ = TurnStep::Failed;
  if (!same_person) return step_;

  // One turn to the wrong side is a slip, two are guessing.
  const bool wrong = turned_ < -limits_.wrong_way;
  if (wrong && !was_wrong_ && ++wrong_ways_ >= 2) return step_ = TurnStep::Failed;
  was_wrong_ = wrong;

  if (turned_ >= kLeastTurn) parallaxes_.push_back(liveness::parallax(straight_, face));
  if (step_ == TurnStep::Turn && turned_ >= limits_.enough_turn && static_cast<int>(parallaxes_.size()) >= limits_.turned_frames)
    step_ = parallax() >= kFlatParallax ? TurnStep::Back : TurnStep::Failed;
  else if (step_ == TurnStep::Back && std::abs(turned_) <= limits_.back)
    step_ = parallax() >= kFlatParallax ? TurnStep::Passed : TurnStep::Failed;
  return step_;
}

double HeadTurn::parallax() const {
  if (parallaxes_.empty()) return 0;
  std::vector<double> sorted = parallaxes_;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::ranges::nth_element(sorted, middle);
  return *middle;
}

double HeadTurn::progress() const {
  if (step_ == TurnStep::Passed) return 1;
  if (step_ == TurnStep::Back) return 0.6 + 0.4 * std::clamp(1 - turned_ / limits_.enough_turn, 0.0, 1.0);
  return 0.6 * std::clamp(turned_ / limits_.enough_turn, 0.0, 1.0);
}

}  // namespace omote::vision::liveness
