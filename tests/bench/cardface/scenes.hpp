// Random specimen cards in random views, with their truth: what bench_cardface and the tests read.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/cardface/card_print.hpp"
#include "sim/cardface/tray_camera.hpp"

namespace omote::bench::cardface {

struct Scene {
  sim::cardface::CardPrint print;
  sim::cardface::PrintStyle style;
  sim::cardface::View view;
  std::string number_b;
  sim::cardface::DrawnCard card;
};

// A card whose expiry is a birthday; fonts that the net's training never saw. The same seed gives the same scene.
[[nodiscard]] Scene random_scene(std::uint64_t seed, sim::cardface::Hardness hardness);
// Frame `index` of the scene.
[[nodiscard]] ports::Frame scene_frame(const Scene& scene, std::uint64_t seed, int index);

}  // namespace omote::bench::cardface
