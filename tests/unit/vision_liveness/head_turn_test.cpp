#include "vision/liveness/head_turn.hpp"

#include <gtest/gtest.h>

#include "heads.hpp"
#include "vision/liveness/parallax.hpp"

namespace omote::vision::liveness {
namespace {

using tests::view;

HeadTurn challenge(Side side) {
  return {side, view(0, false)};
}

TurnStep go(HeadTurn& turn, std::initializer_list<double> yaws, bool flat = false, bool same = true) {
  TurnStep step = turn.step();
  for (const double yaw : yaws) step = turn.observe(view(yaw, flat), same);
  return step;
}

TEST(Parallax, OfAHead_isAboveThatOfAPictureOfIt) {
  for (const double yaw : {12.0, 18.0, 25.0, -15.0}) {
    EXPECT_GT(parallax(view(0, false), view(yaw, false)), kFlatParallax) << yaw;
    EXPECT_LT(parallax(view(0, true), view(yaw, true)), kFlatParallax / 10) << yaw;
  }
}
TEST(Parallax, TurnOfAFlatThing_isSeenByItsNarrowing) {
  EXPECT_NEAR(turn_between(view(0, true), view(30, true)), 30, 1.5);
}
TEST(Parallax, TurnOfAHead_isItsAngle) {
  EXPECT_NEAR(turn_between(view(0, false), view(18, false)), 18, 3);
}

TEST(HeadTurn, ToTheSideAskedForAndBack_passes) {
  HeadTurn left = challenge(Side::Left);
  EXPECT_EQ(go(left, {3, 8, 13, 16, 18, 20}), TurnStep::Back);
  EXPECT_EQ(go(left, {12, 5}), TurnStep::Passed);
  HeadTurn right = challenge(Side::Right);
  EXPECT_EQ(go(right, {-3, -13, -16, -18, -20}), TurnStep::Back);
  EXPECT_EQ(go(right, {-2}), TurnStep::Passed);
}
TEST(HeadTurn, NotBackYet_isNotPassed) {
  HeadTurn turn = challenge(Side::Left);
  EXPECT_EQ(go(turn, {13, 16, 18, 20, 18, 14}), TurnStep::Back);
}
TEST(HeadTurn, StandingStill_waits) {
  HeadTurn turn = challenge(Side::Left);
  EXPECT_EQ(go(turn, {0, 1, -1, 2, 0, 4, 3}), TurnStep::Turn);
  EXPECT_EQ(turn.parallax(), 0);
}
TEST(HeadTurn, OnceToTheWrongSide_isASlip) {
  HeadTurn turn = challenge(Side::Left);
  EXPECT_EQ(go(turn, {-10, -20, -25, -20, 0}), TurnStep::Turn);
  EXPECT_EQ(go(turn, {13, 16, 18, 20, 5}), TurnStep::Passed);
}
TEST(HeadTurn, TwiceToTheWrongSide_fails) {
  HeadTurn turn = challenge(Side::Left);
  EXPECT_EQ(go(turn, {-20, -25, 0, -20}), TurnStep::Failed);
  EXPECT_EQ(go(turn, {13, 16, 18, 20, 5}), TurnStep::Failed);
}
TEST(HeadTurn, AnotherPersonDuringTheTurn_fails) {
  HeadTurn turn = challenge(Side::Left);
  go(turn, {3, 8});
  EXPECT_EQ(go(turn, {13, 16, 18}, false, false), TurnStep::Failed);
}
TEST(HeadTurn, OfAFlatPicture_neverPasses) {
  HeadTurn turn(Side::Left, view(0, true));
  EXPECT_NE(go(turn, {10, 20, 30, 40, 50, 40, 20, 0}, true), TurnStep::Passed);
}
TEST(HeadTurn, PictureWhoseNoseIsMovedByHand_failsByParallax) {
  // Something that looks turned to the pose, but is flat everywhere else.
  auto fake = view(0, true);
  HeadTurn turn(Side::Left, fake);
  fake[30].x += 18;
  TurnStep step = TurnStep::Turn;
  for (int i = 0; i < 6; ++i) step = turn.observe(fake, true);
  EXPECT_NE(step, TurnStep::Passed);
}
TEST(HeadTurn, Progress_growsToOne) {
  HeadTurn turn = challenge(Side::Left);
  double last = turn.progress();
  for (const double yaw : {4.0, 9.0, 13.0, 16.0, 18.0, 12.0, 9.0, 3.0}) {
    turn.observe(view(yaw, false), true);
    EXPECT_GE(turn.progress(), last - 1e-9) << yaw;
    last = turn.progress();
  }
  EXPECT_EQ(last, 1);
}

}  // namespace
}  // namespace omote::vision::liveness
