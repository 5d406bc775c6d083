#include "tests/bench/cardface/scenes.hpp"

#include <array>
#include <random>

#include "vision/cardface/profile.hpp"

namespace omote::bench::cardface {

using namespace sim::cardface;

Scene random_scene(std::uint64_t seed, Hardness hardness) {
  std::mt19937_64 random(seed * 2654435761U + 12345 + static_cast<std::uint64_t>(hardness) * 77777);
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  const auto in = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  constexpr std::array kFonts{"ume-gothic", "ume-p-gothic", "ume-mincho", "ume-hy-gothic", "motoya"};
  Scene scene;
  CardPrint& print = scene.print;
  print.name = "見本　太郎";
  print.address = "見本県見本市見本町1丁目2番地の3";
  do {
    print.birth = from_days(to_days({1930, 1, 1}) + pick(0, 365 * 94));
    const int issued = pick(2018, 2026);
    print.expiry = {issued + (issued - print.birth.year < 19 ? 5 : 10), print.birth.month, print.birth.day};
  } while (print.expiry.year - print.birth.year < 5 || !is_real(print.expiry));
  print.sex = pick(0, 1) ? '1' : '2';
  for (int i = 0; i < 4; ++i) print.code += static_cast<char>('0' + pick(0, 9));
  for (int i = 0; i < 16; ++i) print.serial += "0123456789ABCDEF"[pick(0, 15)];
  PrintStyle& style = scene.style;
  style.font = kFonts[static_cast<std::size_t>(pick(0, static_cast<int>(kFonts.size()) - 1))];
  style.pad =
      std::array{PrintStyle::Pad::None, PrintStyle::Pad::Half, PrintStyle::Pad::Full}[static_cast<std::size_t>(pick(0, 2))];
  style.shift_x = in(-0.6, 0.6);
  style.shift_y = in(-0.6, 0.6);
  style.size = in(0.94, 1.06);
  style.seed = random();
  const double edge = hardness == Hardness::Clean ? 0.0 : hardness == Hardness::Normal ? 0.5 : 1.0;
  style.ink = in(0.05, 0.15 + 0.25 * edge);
  style.wear = pick(0, 2) == 0 ? in(0, 0.5 * edge) : 0;
  style.embolden = in(-0.01, 0.02) * edge;
  scene.view = random_view(random(), hardness);
  scene.number_b = number_b_digits(print.birth, print.expiry, print.code).value_or("");
  auto profile = vision::cardface::built_in_specimen_profile();
  if (profile)
    if (auto card = draw_card(*profile, print, style)) scene.card = std::move(*card);
  return scene;
}

ports::Frame scene_frame(const Scene& scene, std::uint64_t seed, int index) {
  const std::uint64_t frame_seed = seed * 1000 + static_cast<std::uint64_t>(index);
  // Streaks, dirt and glare stay where they are; noise and the camera's trembling change.
  const cv::Mat picture = render(&scene.card, nudged(scene.view, frame_seed), seed, frame_seed);
  ports::Frame frame{picture.cols, picture.rows, static_cast<std::uint64_t>(index + 1), {}, {}};
  frame.pixels.assign(picture.data, picture.data + picture.total() * 3);
  return frame;
}

}  // namespace omote::bench::cardface
