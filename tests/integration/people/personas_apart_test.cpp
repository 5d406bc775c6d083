// The personas' faces through the product's own networks: everyone is like their own card's photo and unlike everyone else's,
// with room to spare at security level 3. Needs build/data/people and build/data/models (their set-up scripts).
#include <gtest/gtest.h>

#include "sim/people/persona_face.hpp"
#include "tests/unit/sim_people/people_model.hpp"
#include "tools/people/face_measures.hpp"

namespace omote {
namespace {

namespace face = vision::face;

constexpr int kLivePictures = 2;
constexpr double kMargin = .08;

std::filesystem::path in_tree(const std::filesystem::path& path) {
  return path.is_absolute() ? path : std::filesystem::path(OMOTE_SOURCE_DIR) / path;
}

struct Known {
  std::string id;
  tools::Seen seen;
};

class PersonasApartTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto model = test::people_model();
    auto analyser = face::FaceAnalyser::load(in_tree(face::default_models_directory()));
    auto personas = sim::personas::load_personas(std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas");
    auto read = face::MeanVectors::read(in_tree(sim::people::default_slice()).parent_path() / "means.omm", "simulated");
    ASSERT_TRUE(model && analyser && personas && read) << "run tools/models/set-up.sh and tools/people/set-up.sh";
    means_ = *read;
    tools::FaceMeasures measures(model, std::move(*analyser));
    for (const auto& persona : *personas) {
      const auto person = sim::people::person_of(persona);
      ASSERT_TRUE(person) << persona.id;
      auto seen = measures.see(*person, kLivePictures, person->seed + 1);
      ASSERT_TRUE(seen) << persona.id << ": no face in the card's photo";
      known_.push_back({persona.id, std::move(*seen)});
    }
  }
  static double distance(const face::Embedding& live, const face::Embedding& card) {
    return face::distance(face::centred(live, means_.live), face::centred(card, means_.card));
  }
  static inline face::MeanVectors means_;
  static inline std::vector<Known> known_;
};

TEST_F(PersonasApartTest, every_live_picture_shows_a_face) {
  for (const Known& one : known_) EXPECT_EQ(one.seen.missed, 0) << one.id;
}

TEST_F(PersonasApartTest, everyone_is_like_their_own_photo) {
  ASSERT_EQ(known_.size(), 11U);
  for (const Known& one : known_) {
    for (const auto& live : one.seen.live) EXPECT_LT(distance(live, one.seen.card), means_.thresholds.at(3) - kMargin) << one.id;
  }
}

TEST_F(PersonasApartTest, nobody_is_like_another_ones_photo) {
  ASSERT_EQ(known_.size(), 11U);
  for (const Known& one : known_) {
    for (const Known& other : known_) {
      if (one.id == other.id) continue;
      for (const auto& live : one.seen.live)
        EXPECT_GT(distance(live, other.seen.card), means_.thresholds.at(3) + kMargin) << one.id << " as " << other.id;
    }
  }
}

}  // namespace
}  // namespace omote
