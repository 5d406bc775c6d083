// From a seed to a face: which morph targets apply and how much, which hair, brows, eyes and clothes, which tints.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/people/model.hpp"
#include "sim/people/scene.hpp"

namespace omote::sim::people {

struct Identity {
  std::vector<std::pair<std::size_t, float>> shape;  // target, weight
  double age = 35;
  Sex sex = Sex::Female;
  float asian = 1, caucasian = 0, african = 0;  // sum 1
  std::string hair, brows, eyes, clothes;
  Vec3 hair_tint{.03F, .025F, .022F};  // linear
  Vec3 brow_tint{.03F, .025F, .022F};
  Vec3 cloth_tint{1, 1, 1};
  Vec3 skin_tone{1, 1, 1};
  std::uint32_t skin_seed = 0;  // blotches and moles
};

// Deterministic. With photo: the same person as on the card's photo, younger, with other clothes and perhaps other hair.
[[nodiscard]] Identity draw_identity(const Model& model, const Person& person, bool photo);

}  // namespace omote::sim::people
