#include "vision/liveness/sequence.hpp"

#include <gtest/gtest.h>

#include "heads.hpp"
#include "vision/liveness/texture.hpp"

namespace omote::vision::liveness {
namespace {

SequenceFrame seen(double yaw, bool flat, float person, int number) {
  SequenceFrame f;
  f.found = true;
  f.landmarks = tests::view(yaw, flat);
  f.quality.pose = face::estimate_pose(f.landmarks);
  f.embedding[0] = person;
  f.embedding[1] = 1;
  f.embedding[2] = static_cast<float>(number) / 100;
  face::normalise(f.embedding);
  return f;
}

TEST(LivenessOfASequence, TurningHead_isLive) {
  std::vector<SequenceFrame> frames = {seen(0, false, 0, 1), seen(14, false, 0, 2), seen(20, false, 0, 3)};
  const auto verdict = judge(frames, 0.5);
  EXPECT_TRUE(verdict.live);
  EXPECT_EQ(verdict.rests_on, "turn");
  EXPECT_GT(verdict.score, 0.5);
}
TEST(LivenessOfASequence, WithoutATurn_isNeverLive) {
  std::vector<SequenceFrame> frames = {seen(0, false, 0, 1), seen(2, false, 0, 2)};
  const auto verdict = judge(frames, 0.5);
  EXPECT_FALSE(verdict.live);
  EXPECT_EQ(verdict.rests_on, "texture");
  EXPECT_LE(verdict.score, 0.5);
}
TEST(LivenessOfASequence, OtherPersonInIt_isNotLive) {
  std::vector<SequenceFrame> frames = {seen(0, false, 0, 1), seen(14, false, 0, 2), seen(20, false, 5, 3)};
  EXPECT_FALSE(judge(frames, 0.5).live);
}
TEST(LivenessOfASequence, RepeatedPicture_isNotLive) {
  std::vector<SequenceFrame> frames = {seen(0, false, 0, 1), seen(14, false, 0, 2), seen(20, false, 0, 3), seen(14, false, 0, 2)};
  const auto verdict = judge(frames, 0.5);
  EXPECT_EQ(verdict.cues.repeated, 1);
  EXPECT_FALSE(verdict.live);
}
TEST(LivenessOfASequence, WithoutAFace_restsOnNothing) {
  std::vector<SequenceFrame> frames(3);
  const auto verdict = judge(frames, 0.5);
  EXPECT_EQ(verdict.rests_on, "nothing");
  EXPECT_EQ(verdict.score, 0);
}
TEST(Texture, SoftGreyPicture_scoresBelowSharpColouredOne) {
  face::Quality print{.sharpness = 60, .saturation = 0.15};
  face::Quality skin{.sharpness = 300, .saturation = 0.35, .shine = 0.02};
  EXPECT_LT(texture_score(print), 0.2);
  EXPECT_GT(texture_score(skin), 0.8);
}

}  // namespace
}  // namespace omote::vision::liveness
