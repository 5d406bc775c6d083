#include "sim/camera/actor.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace omote::sim::camera {
namespace {

Actor somebody() {
  Actor actor(3);
  actor.arrange({.person = people::Person{.seed = 9}, .distance_cm = 40});
  return actor;
}

TEST(ActorTest, stays_near_the_arranged_place) {
  const Actor actor = somebody();
  for (double t = 0; t < 60; t += .1) {
    EXPECT_NEAR(actor.at(t).distance_cm, 40, 1);
    EXPECT_LT(std::abs(actor.at(t).yaw), 3);
  }
}

TEST(ActorTest, is_never_quite_still) {
  const Actor actor = somebody();
  EXPECT_NE(actor.at(1).offset_x_cm, actor.at(1.1).offset_x_cm);
}

TEST(ActorTest, blinks_every_few_seconds) {
  const Actor actor = somebody();
  int blinks = 0;
  bool closed = false;
  for (double t = 0; t < 36; t += 1 / 30.) {
    const bool now = actor.at(t).blink > .9;
    blinks += now && !closed;
    closed = now;
  }
  EXPECT_GE(blinks, 8);
  EXPECT_LE(blinks, 12);
}

TEST(ActorTest, turned_left_the_yaw_becomes_positive_within_a_second) {
  Actor actor = somebody();
  actor.turn(Side::Left, 10);
  EXPECT_LT(std::abs(actor.at(10).yaw), 3);
  EXPECT_GT(actor.at(11).yaw, 20);
}

TEST(ActorTest, turned_right_the_yaw_becomes_negative_and_stays) {
  Actor actor = somebody();
  actor.turn(Side::Right, 10);
  EXPECT_LT(actor.at(15).yaw, -20);
}

TEST(ActorTest, looking_back_ends_straight) {
  Actor actor = somebody();
  actor.turn(Side::Right, 10);
  actor.look_back(12);
  EXPECT_LT(std::abs(actor.at(13).yaw), 3);
}

TEST(ActorTest, told_to_turn_while_turning_the_head_does_not_jump) {
  Actor actor = somebody();
  actor.turn(Side::Left, 10);
  const double before = actor.at(10.5).yaw;
  actor.turn(Side::Right, 10.5);
  EXPECT_NEAR(actor.at(10.51).yaw, before, .5);
}

TEST(ActorTest, print_turns_as_a_sheet_and_never_blinks) {
  Actor actor = somebody();
  actor.arrange({.person = people::Person{.seed = 9}, .presentation = people::Presentation::Print});
  actor.turn(Side::Left, 10);
  EXPECT_GT(actor.at(11).roll, 3);
  for (double t = 0; t < 10; t += .05) EXPECT_EQ(actor.at(t).blink, 0);
}

}  // namespace
}  // namespace omote::sim::camera
