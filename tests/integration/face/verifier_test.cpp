#include "vision/face/face_verifier.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "simulated.hpp"

namespace omote::vision::face {
namespace {

using liveness::Side;
using ports::FaceDecision;
using ports::FaceHint;
using sim::people::Scene;
using tests::Stage;

class FaceVerifierTest : public testing::Test {
 protected:
  void SetUp() override {
    auto analyser = FaceAnalyser::load(tests::models_directory());
    ASSERT_TRUE(analyser) << describe(analyser.error());
    auto means = MeanVectors::read(tests::slice_file().parent_path() / "means.omm", "simulated");
    ASSERT_TRUE(means) << describe(means.error());
    FaceVerifierSettings settings;
    settings.means = std::move(*means);
    settings.draw_side = [this] { return side_; };
    verifier_ = std::make_unique<FaceVerifier>(std::move(*analyser), std::move(settings));
  }
  void begin(const std::string& id, bool challenge = true) {
    auto photo = tests::renderer().card_photo(tests::person(id));
    ASSERT_TRUE(photo) << describe(photo.error());
    const auto begun = verifier_->begin(*photo, {3, challenge});
    ASSERT_TRUE(begun) << describe(begun.error());
  }
  ports::FaceProgress show(const Scene& scene) { return verifier_->observe(stage_.frame(scene)); }

  // Someone who does what the screen says, as far as `obey` lets it be seen.
  ports::FaceProgress go_through(Scene scene, const std::function<void(Scene&, FaceHint)>& obey, int most = 30) {
    ports::FaceProgress progress;
    for (int i = 0; i < most && !progress.verdict; ++i) {
      obey(scene, progress.hint);
      progress = show(scene);
    }
    return progress;
  }
  static void turn_head(Scene& scene, FaceHint hint) {
    if (hint == FaceHint::TurnLeft) scene.yaw = std::min(scene.yaw + 6, 24.0);
    if (hint == FaceHint::TurnRight) scene.yaw = std::max(scene.yaw - 6, -24.0);
    if (hint == FaceHint::LookBack) scene.yaw *= 0.4;
  }

  Side side_ = Side::Left;
  Stage stage_;
  std::unique_ptr<FaceVerifier> verifier_;
};

TEST_F(FaceVerifierTest, ThePersonOfTheCardWhoTurnsAsAsked_isMatched) {
  for (const Side side : {Side::Left, Side::Right}) {
    side_ = side;
    begin("adult");
    const auto end = go_through(Stage::scene("adult"), turn_head);
    ASSERT_TRUE(end.verdict) << to_string(end.hint);
    EXPECT_EQ(end.verdict->decision, FaceDecision::Matched);
    EXPECT_LT(end.verdict->distance, end.verdict->threshold);
    EXPECT_GT(end.verdict->liveness, 0.5);
  }
}
TEST_F(FaceVerifierTest, AnotherPerson_isRefused) {
  begin("adult");
  const auto end = go_through(Stage::scene("neighbour"), turn_head);
  ASSERT_TRUE(end.verdict) << to_string(end.hint);
  EXPECT_EQ(end.verdict->decision, FaceDecision::OtherPerson);
  EXPECT_GT(end.verdict->distance, end.verdict->threshold);
}
TEST_F(FaceVerifierTest, WithoutAChallenge_threeGoodFramesAreEnough) {
  begin("senior", false);
  const Scene scene = Stage::scene("senior");
  EXPECT_FALSE(show(scene).verdict);
  EXPECT_FALSE(show(scene).verdict);
  const auto third = show(scene);
  ASSERT_TRUE(third.verdict) << to_string(third.hint);
  EXPECT_EQ(third.verdict->decision, FaceDecision::Matched);
  EXPECT_EQ(third.verdict->frames, 3);
}
TEST_F(FaceVerifierTest, PrintOfThePerson_flatOrBent_isNeverMatched) {
  for (const double bend : {0.0, 11.0}) {
    begin("adult");
    Scene scene = Stage::scene("adult");
    scene.presentation = sim::people::Presentation::Print;
    scene.bend_radius_cm = bend;
    const auto end = go_through(scene, [](Scene& s, FaceHint hint) {
      if (hint == FaceHint::TurnLeft) s.yaw = std::min(s.yaw + 6, 42.0);
      if (hint == FaceHint::LookBack) s.yaw *= 0.4;
    });
    if (!end.verdict) continue;  // it never looked turned: the caller's time ends it
    EXPECT_EQ(end.verdict->decision, FaceDecision::NotLive) << bend;
  }
}
TEST_F(FaceVerifierTest, PrintHeldStill_isRefusedWhenItDoesNotTurnInTime) {
  begin("adult");
  Scene scene = Stage::scene("adult");
  scene.presentation = sim::people::Presentation::Print;
  auto frame = stage_.frame(scene);
  const auto first = frame.taken;
  auto progress = verifier_->observe(frame);
  for (int second = 0; second < 20 && !progress.verdict; ++second) {
    frame = stage_.frame(scene);
    frame.taken = first + std::chrono::seconds(second);
    progress = verifier_->observe(frame);
  }
  ASSERT_TRUE(progress.verdict) << to_string(progress.hint);
  EXPECT_EQ(progress.verdict->decision, FaceDecision::NotLive);
  EXPECT_LT(progress.verdict->distance, progress.verdict->threshold);
}
TEST_F(FaceVerifierTest, SomeoneElseWhoTurnsInstead_isNotLive) {
  begin("adult");
  const auto end = go_through(Stage::scene("adult"), [](Scene& s, FaceHint hint) {
    if (hint == FaceHint::TurnLeft) s.person = tests::person("neighbour");
    turn_head(s, hint);
  });
  ASSERT_TRUE(end.verdict) << to_string(end.hint);
  EXPECT_EQ(end.verdict->decision, FaceDecision::NotLive);
}
TEST_F(FaceVerifierTest, CameraThatRepeatsItself_isSaidAndThenRefused) {
  begin("adult");
  auto frame = stage_.frame(Stage::scene("adult"));
  EXPECT_FALSE(verifier_->observe(frame).verdict);
  frame.taken += std::chrono::milliseconds(500);
  EXPECT_NE(verifier_->observe(frame).hint, FaceHint::Frozen);
  frame.taken += std::chrono::milliseconds(700);
  EXPECT_EQ(verifier_->observe(frame).hint, FaceHint::Frozen);
  frame.taken += std::chrono::seconds(4);
  const auto end = verifier_->observe(frame);
  ASSERT_TRUE(end.verdict);
  EXPECT_EQ(end.verdict->decision, FaceDecision::NotLive);
}
TEST_F(FaceVerifierTest, Hints_nameWhatTheMatterIs) {
  begin("adult");
  Scene scene = Stage::scene("adult");
  scene.person.reset();
  EXPECT_EQ(show(scene).hint, FaceHint::NoFace);
  scene = Stage::scene("adult");
  scene.distance_cm = 95;
  EXPECT_EQ(show(scene).hint, FaceHint::TooFar);
  scene = Stage::scene("adult");
  scene.distance_cm = 20;
  EXPECT_EQ(show(scene).hint, FaceHint::TooNear);
  scene = Stage::scene("adult");
  scene.yaw = 28;
  EXPECT_EQ(show(scene).hint, FaceHint::LookStraight);
  scene = Stage::scene("adult");
  scene.mask = true;
  EXPECT_EQ(show(scene).hint, FaceHint::Mask);
  scene = Stage::scene("adult");
  scene.offset_x_cm = 17;
  EXPECT_EQ(show(scene).hint, FaceHint::OffCentre);
}
TEST_F(FaceVerifierTest, PhotoWithoutAFace_isUnusable) {
  const ports::GreyImage blank{240, 320, Secret(Bytes(240 * 320, 128))};
  const auto begun = verifier_->begin(blank, {});
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().reason.text(), "face_photo_unusable");
  const ports::GreyImage wrong{240, 320, Secret(Bytes(100))};
  EXPECT_FALSE(verifier_->begin(wrong, {}));
}
TEST_F(FaceVerifierTest, AfterTheEnd_nothingIsMatched) {
  begin("adult", false);
  const Scene scene = Stage::scene("adult");
  (void)show(scene);
  verifier_->end();
  for (int i = 0; i < 4; ++i) {
    const auto progress = show(scene);
    EXPECT_FALSE(progress.verdict);
    EXPECT_EQ(progress.progress, 0);
  }
}
TEST_F(FaceVerifierTest, MeansOfAnotherEnvironment_areRefused) {
  const auto means = MeanVectors::read(tests::slice_file().parent_path() / "means.omm", "real");
  ASSERT_FALSE(means);
  EXPECT_EQ(means.error().reason.text(), "mean_environment_wrong");
}

}  // namespace
}  // namespace omote::vision::face
