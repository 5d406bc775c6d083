// A head that turns leaves the plane, a sheet that is turned does not: seen through the product's own landmarks
// (reference/people.md §5).
#include <gtest/gtest.h>

#include "sim/camera/actor.hpp"
#include "sim/people/renderer.hpp"
#include "tests/unit/sim_people/people_model.hpp"
#include "vision/face/face_analyser.hpp"

namespace omote {
namespace {

namespace face = vision::face;
using sim::camera::Actor;
using sim::camera::Side;

std::filesystem::path in_tree(const std::filesystem::path& path) {
  return path.is_absolute() ? path : std::filesystem::path(OMOTE_SOURCE_DIR) / path;
}

class ParallaxTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(test::people_model(), nullptr);
    auto analyser = face::FaceAnalyser::load(in_tree(face::default_models_directory()));
    ASSERT_TRUE(analyser) << "run tools/models/set-up.sh";
    analyser_.emplace(std::move(*analyser));
  }
  std::optional<face::Landmarks> landmarks(const Actor& actor, double second) {
    const auto frame = renderer_.render(actor.at(second));
    const auto picture = frame ? face::Picture::of(*frame) : std::nullopt;
    if (!picture) return std::nullopt;
    const auto boxes = analyser_->detect(*picture);
    if (boxes.empty()) return std::nullopt;
    return analyser_->landmarks(*picture, boxes.front());
  }
  // Residual over the distance between the eyes and the degrees turned, straight against fully turned.
  double unflatness(const sim::camera::Arrangement& arrangement, Side side) {
    Actor actor(5);
    actor.arrange(arrangement);
    actor.turn(side, 20.5);
    const auto straight = landmarks(actor, 20.5), turned = landmarks(actor, 22);
    if (!straight || !turned) {
      ADD_FAILURE() << "no face";
      return 0;
    }
    yaw_ = face::estimate_pose(*turned).yaw - face::estimate_pose(*straight).yaw;
    const auto a = face::left_eye(*straight), b = face::right_eye(*straight);
    return face::homography_residual(*turned, *straight) / std::hypot(a.x - b.x, a.y - b.y) / 25;
  }
  sim::people::Renderer renderer_{test::people_model()};
  std::optional<face::FaceAnalyser> analyser_;
  double yaw_ = 0;
};

constexpr double kFlat = .0028;  // per degree, in distances between the eyes

TEST_F(ParallaxTest, turning_head_leaves_the_plane) {
  for (std::uint32_t seed = 1; seed <= 4; ++seed) {
    const sim::camera::Arrangement live{.person = sim::people::Person{.seed = seed}};
    EXPECT_GT(unflatness(live, seed % 2 ? Side::Left : Side::Right), kFlat) << seed;
  }
}

TEST_F(ParallaxTest, head_turned_left_shows_positive_yaw) {
  unflatness({.person = sim::people::Person{.seed = 1}}, Side::Left);
  EXPECT_GT(yaw_, 10);
}

TEST_F(ParallaxTest, head_turned_right_shows_negative_yaw) {
  unflatness({.person = sim::people::Person{.seed = 1}}, Side::Right);
  EXPECT_LT(yaw_, -10);
}

TEST_F(ParallaxTest, flat_print_stays_in_its_plane) {
  for (std::uint32_t seed = 1; seed <= 4; ++seed) {
    const sim::camera::Arrangement print{.person = sim::people::Person{.seed = seed},
                                         .presentation = sim::people::Presentation::Print};
    EXPECT_LT(unflatness(print, seed % 2 ? Side::Left : Side::Right), kFlat) << seed;
  }
}

TEST_F(ParallaxTest, bent_print_stays_near_its_surface) {
  const sim::camera::Arrangement print{
      .person = sim::people::Person{.seed = 2}, .presentation = sim::people::Presentation::Print, .bend_radius_cm = 12};
  EXPECT_LT(unflatness(print, Side::Left), kFlat);
}

}  // namespace
}  // namespace omote
