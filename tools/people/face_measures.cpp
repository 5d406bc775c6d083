#include "tools/people/face_measures.hpp"

#include "sim/people/random.hpp"

namespace omote::tools {

namespace face = vision::face;
using sim::people::Random;

std::optional<face::Embedding> FaceMeasures::embedding(const face::Picture& picture) {
  const auto boxes = analyser_.detect(picture);
  if (boxes.empty()) return std::nullopt;
  return analyser_.embed(picture, analyser_.landmarks(picture, boxes.front()));
}

std::optional<Seen> FaceMeasures::see(const sim::people::Person& person, int live_pictures, std::uint32_t conditions) {
  Seen seen;
  auto photo = renderer_.card_photo(person);
  if (!photo) return std::nullopt;
  const auto picture = face::Picture::of(*photo);
  const auto card = picture ? embedding(*picture) : std::nullopt;
  if (!card) return std::nullopt;
  seen.card = *card;
  Random random(conditions);
  for (int i = 0; i < live_pictures; ++i) {
    sim::people::Scene scene;
    scene.person = person;
    scene.distance_cm = random.uniform(30, 65);
    scene.yaw = random.uniform(-10, 10);
    scene.pitch = random.uniform(-7, 7);
    scene.roll = random.uniform(-5, 5);
    scene.light.azimuth = random.uniform(-50, 50);
    scene.light.strength = random.uniform(.7, 1.4);
    scene.smile = random.uniform(.05, .3);
    scene.moment = random.bits();
    const auto frame = renderer_.render(scene);
    const auto view = frame ? face::Picture::of(*frame) : std::nullopt;
    const auto live = view ? embedding(*view) : std::nullopt;
    if (live) {
      seen.live.push_back(*live);
    } else {
      ++seen.missed;
    }
  }
  return seen;
}

sim::people::Person stranger(std::uint32_t seed) {
  Random random(seed * 7 + 13);
  sim::people::Person person;
  person.seed = seed;
  person.sex = random.uniform() < .5 ? sim::people::Sex::Female : sim::people::Sex::Male;
  person.age = random.uniform(18, 80);
  person.years_since_photo = random.uniform(1, 9);
  if (random.uniform() < .1) {
    person.asian = .05;
    person.caucasian = .93;
  }
  return person;
}

}  // namespace omote::tools
