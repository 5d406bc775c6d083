#include "vision/face/geometry.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace omote::vision::face {
namespace {

Landmarks scattered() {
  std::mt19937 random(5);
  Landmarks points;
  for (Point& p : points) p = {static_cast<double>(random() % 1000) / 10, static_cast<double>(random() % 1000) / 10};
  return points;
}

TEST(Similarity, FittedToMovedPoints_isTheMovement) {
  const Landmarks from = scattered();
  const Similarity truth{1.2, -0.4, 30, -7};
  Landmarks to;
  for (std::size_t i = 0; i < from.size(); ++i) to[i] = truth.apply(from[i]);
  const Similarity fitted = fit_similarity(from, to);
  EXPECT_NEAR(fitted.a, 1.2, 1e-9);
  EXPECT_NEAR(fitted.b, -0.4, 1e-9);
  const Point back = fitted.inverse().apply(fitted.apply({3, 4}));
  EXPECT_NEAR(back.x, 3, 1e-9);
  EXPECT_NEAR(back.y, 4, 1e-9);
}
TEST(Homography, OfAFlatThingInPerspective_leavesNothing) {
  const Landmarks from = scattered();
  Landmarks to;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const double w = 1 + 0.002 * from[i].x - 0.001 * from[i].y;
    to[i] = {(0.9 * from[i].x + 0.2 * from[i].y + 5) / w, (1.1 * from[i].y - 0.1 * from[i].x) / w};
  }
  EXPECT_LT(homography_residual(from, to), 1e-6);
}
TEST(Homography, OfPointsAtDifferentDepths_leavesParallax) {
  const Landmarks from = scattered();
  Landmarks to;
  std::mt19937 random(9);
  for (std::size_t i = 0; i < from.size(); ++i) to[i] = {from[i].x + static_cast<double>(random() % 10), from[i].y};
  EXPECT_GT(homography_residual(from, to), 1.5);
}
TEST(Homography, OfOnePointRepeated_isInfinite) {
  const Landmarks same{};
  EXPECT_TRUE(std::isinf(homography_residual(same, scattered())));
}

// The generic head itself, turned and seen from far away.
Landmarks head(double yaw, double pitch, double roll) {
  const double points[7][3] = {{0, -185, -142},   {0, 0, 0},         {0, 330, -92},   {-225, -170, -192},
                               {225, -170, -192}, {-150, 150, -177}, {150, 150, -177}};
  const std::size_t numbers[7] = {27, 30, 8, 36, 45, 48, 54};
  const double rad = std::numbers::pi / 180;
  const double cy = std::cos(yaw * rad), sy = std::sin(yaw * rad), cp = std::cos(pitch * rad), sp = std::sin(pitch * rad);
  const double cr = std::cos(roll * rad), sr = std::sin(roll * rad);
  Landmarks face{};
  for (int i = 0; i < 7; ++i) {
    const auto* p = points[i];
    const double x = cy * p[0] + sy * p[2];
    const double z = -sy * p[0] + cy * p[2];
    const double y = cp * p[1] + sp * z;
    face[numbers[i]] = {cr * x - sr * y + 320, sr * x + cr * y + 240};
  }
  return face;
}
TEST(Pose, OfATurnedHead_isItsAngles) {
  const Pose straight = estimate_pose(head(0, 0, 0));
  EXPECT_NEAR(straight.yaw, 0, 0.01);
  EXPECT_NEAR(straight.pitch, 0, 0.01);
  EXPECT_NEAR(estimate_pose(head(25, 0, 0)).yaw, 25, 0.1);
  EXPECT_NEAR(estimate_pose(head(-25, 0, 0)).yaw, -25, 0.1);
  EXPECT_NEAR(estimate_pose(head(0, 12, 0)).pitch, 12, 0.1);
  EXPECT_NEAR(estimate_pose(head(0, 0, 10)).roll, 10, 0.1);
}
TEST(Pose, NoseToTheRightOfTheImage_isPositiveYaw) {
  Landmarks face = head(0, 0, 0);
  face[30].x += 60;
  EXPECT_GT(estimate_pose(face).yaw, 5);
}

}  // namespace
}  // namespace omote::vision::face
