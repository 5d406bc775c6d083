// The challenge: turn the head to one side and back. Which side is drawn anew for every attempt, so that a recording has to
// guess; what is seen during the turn must be the same person and no flat thing.
#pragma once

#include <vector>

#include "vision/face/geometry.hpp"

namespace omote::vision::liveness {

enum class Side { Left, Right };  // as the person sees it
enum class TurnStep { Turn, Back, Passed, Failed };

struct TurnLimits {
  double enough_turn = 15;  // degrees, from where the challenge began
  double back = 8;          // at most, to count as back
  double wrong_way = 18;    // a clear turn to the other side
  int turned_frames = 3;    // to measure parallax on
  int most_strangers = 3;   // frames of the turn that show another person
};

class HeadTurn {
 public:
  // `straight` is the face that was matched; angles are counted from its pose.
  HeadTurn(Side side, const face::Landmarks& straight, const TurnLimits& limits = {});
  // One more face of the sequence; `same_person` is what the embedding says of it. Failed is final, and so is Passed.
  TurnStep observe(const face::Landmarks& face, bool same_person);
  [[nodiscard]] TurnStep step() const { return step_; }
  [[nodiscard]] Side side() const { return side_; }
  // Median over the turned frames; 0 while there are none.
  [[nodiscard]] double parallax() const;
  // 0 to 1: how much of the turn and of the way back is done.
  [[nodiscard]] double progress() const;
  // Degrees to the side asked for (negative: to the other one), of the last face.
  [[nodiscard]] double turned() const { return turned_; }

 private:
  Side side_;
  face::Landmarks straight_;
  double first_yaw_;
  TurnLimits limits_;
  TurnStep step_ = TurnStep::Turn;
  double turned_ = 0;
  int wrong_ways_ = 0;
  bool was_wrong_ = false;
  int strangers_ = 0;
  std::vector<double> parallaxes_;
};

}  // namespace omote::vision::liveness
