#include "sim/people/renderer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>

#include "tests/unit/sim_people/people_model.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::sim::people {
namespace {

class RendererTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(test::people_model(), nullptr); }

  static Scene someone(std::uint32_t seed) {
    Scene scene;
    scene.person = Person{.seed = seed, .sex = Sex::Male, .age = 40};
    return scene;
  }
  Bytes picture(const Scene& scene) {
    auto frame = renderer_.render(scene);
    if (!frame) {
      ADD_FAILURE() << describe(frame.error());
      return Bytes(640 * 480 * 3);
    }
    return std::move(frame->pixels);
  }
  static double difference(const Bytes& a, const Bytes& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(a[i] - b[i]);
    return sum / static_cast<double>(a.size());
  }
  // Where the scene differs from the empty room, on average: the person's place in the picture.
  Vec2 middle_of_person(const Scene& scene, int lowest_row) {
    Scene empty = scene;
    empty.person.reset();
    const Bytes with = picture(scene), without = picture(empty);
    double x = 0, y = 0, count = 0;
    for (int row = 0; row < lowest_row; ++row) {
      for (int column = 0; column < 640; ++column) {
        const std::size_t i = static_cast<std::size_t>(row * 640 + column) * 3;
        if (std::abs(with[i] - without[i]) + std::abs(with[i + 2] - without[i + 2]) < 60) continue;
        x += column;
        y += row;
        ++count;
      }
    }
    return {static_cast<float>(x / count), static_cast<float>(y / count)};
  }
  Renderer renderer_{test::people_model()};
};

TEST_F(RendererTest, same_scene_gives_the_same_bytes_in_another_renderer) {
  Renderer other(test::people_model());
  Scene scene = someone(5);
  scene.yaw = 10;
  scene.glasses = true;
  auto again = other.render(scene);
  ASSERT_TRUE(again);
  EXPECT_EQ(picture(scene), again->pixels);
}

TEST_F(RendererTest, other_seed_gives_another_face) {
  EXPECT_GT(difference(picture(someone(5)), picture(someone(6))), 4);
}

TEST_F(RendererTest, other_moment_changes_the_noise_only) {
  Scene later = someone(5);
  later.moment = 1;
  const double difference_of_moments = difference(picture(someone(5)), picture(later));
  EXPECT_GT(difference_of_moments, .3);
  EXPECT_LT(difference_of_moments, 4);
}

TEST_F(RendererTest, nobody_leaves_the_empty_room) {
  Scene empty;
  EXPECT_GT(difference(picture(someone(5)), picture(empty)), 8);
}

TEST_F(RendererTest, nearer_person_fills_more_of_the_picture) {
  Scene far = someone(5), near = someone(5), empty;
  far.distance_cm = 90;
  near.distance_cm = 35;
  EXPECT_GT(difference(picture(near), picture(empty)), 1.2 * difference(picture(far), picture(empty)));
}

TEST_F(RendererTest, positive_offset_moves_the_person_to_the_right_of_the_picture) {
  Scene left = someone(5), right = someone(5);
  left.offset_x_cm = -5;
  right.offset_x_cm = 5;
  EXPECT_GT(middle_of_person(right, 240).x, middle_of_person(left, 240).x + 60);
}

TEST_F(RendererTest, positive_yaw_turns_the_nose_to_the_right_of_the_picture) {
  const Vec3 nose = head_rotation(radians(20), 0, 0) * Vec3{0, 0, 1};
  EXPECT_GT(nose.x, .3F);
}

TEST_F(RendererTest, positive_pitch_lowers_the_nose) {
  const Vec3 nose = head_rotation(0, radians(20), 0) * Vec3{0, 0, 1};
  EXPECT_LT(nose.y, -.3F);
}

TEST_F(RendererTest, positive_roll_tilts_the_head_clockwise_in_the_picture) {
  Scene tilted = someone(5);
  tilted.roll = 20;
  EXPECT_GT(middle_of_person(tilted, 150).x, middle_of_person(someone(5), 150).x + 10);
}

TEST_F(RendererTest, backlight_darkens_the_face) {
  Scene scene = someone(5), window = someone(5);
  window.light.backlight = 2;
  const Bytes plain = picture(scene), back = picture(window);
  double face = 0, dark = 0;
  for (int y = 200; y < 300; ++y) {
    for (int x = 280; x < 360; ++x) {
      face += plain[static_cast<std::size_t>(y * 640 + x) * 3 + 1];
      dark += back[static_cast<std::size_t>(y * 640 + x) * 3 + 1];
    }
  }
  EXPECT_LT(dark, .75 * face);
}

TEST_F(RendererTest, blink_mask_glasses_and_smile_each_change_the_picture) {
  const Bytes plain = picture(someone(5));
  Scene scenes[4] = {someone(5), someone(5), someone(5), someone(5)};
  scenes[0].blink = 1;
  scenes[1].mask = true;
  scenes[2].glasses = true;
  scenes[3].smile = .9;
  for (const Scene& scene : scenes) EXPECT_GT(difference(plain, picture(scene)), .02);
}

TEST_F(RendererTest, print_is_a_sheet_and_not_the_person) {
  Scene print = someone(5);
  print.presentation = Presentation::Print;
  EXPECT_GT(difference(picture(print), picture(someone(5))), 5);
}

TEST_F(RendererTest, card_photo_is_grey_and_lightly_backed) {
  auto photo = renderer_.card_photo(*someone(5).person);
  ASSERT_TRUE(photo);
  EXPECT_EQ(photo->width, 240);
  EXPECT_EQ(photo->height, 320);
  ASSERT_EQ(photo->pixels.size(), 240U * 320U);
  EXPECT_GT(photo->pixels.reveal()[5 * 240 + 5], 170);
  EXPECT_LT(photo->pixels.reveal()[150 * 240 + 120], 235);
}

TEST_F(RendererTest, older_person_looks_older_than_the_photo) {
  Person person{.seed = 5, .age = 60, .years_since_photo = 0};
  auto today = renderer_.card_photo_in_colour(person);
  person.years_since_photo = 10;
  auto then = renderer_.card_photo_in_colour(person);
  ASSERT_TRUE(today && then);
  EXPECT_GT(difference(today->pixels, then->pixels), 1);
}

TEST(ModelTest, broken_slice_is_refused) {
  test::TempFolder folder;
  std::ofstream(folder / "people.slice") << "OMS1 but nothing that follows makes sense";
  auto model = load_model(folder / "people.slice");
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().reason.text(), "people_slice_broken");
}

}  // namespace
}  // namespace omote::sim::people
