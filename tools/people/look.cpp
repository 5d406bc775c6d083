// omote-people-look SLICE OUT.png [key=value …]: one picture of one simulated person, to look at. Keys: seed sex age years hair
// asian caucasian african spread, and all numbers of a scene (distance yaw pitch roll blink smile mouth mask glasses print bend
// azimuth strength ambient backlight moment); card=1 shows the card's photo, empty=1 the room.
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>

#include "sim/people/picture.hpp"
#include "sim/people/renderer.hpp"

using namespace omote::sim::people;

namespace {

class Keys {
 public:
  Keys(int argc, char** argv) {
    for (int i = 3; i < argc; ++i) {
      const std::string item = argv[i];
      values_[item.substr(0, item.find('='))] = item.substr(item.find('=') + 1);
    }
  }
  double number(const std::string& key, double otherwise) const {
    const auto found = values_.find(key);
    return found == values_.end() ? otherwise : std::strtod(found->second.c_str(), nullptr);
  }
  std::string text(const std::string& key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? "" : found->second;
  }

 private:
  std::map<std::string, std::string> values_;
};

Scene scene_of(const Keys& keys) {
  Person p;
  p.seed = static_cast<std::uint32_t>(keys.number("seed", 1));
  p.sex = keys.text("sex") == "male" ? Sex::Male : Sex::Female;
  p.age = keys.number("age", p.age);
  p.years_since_photo = keys.number("years", p.years_since_photo);
  p.asian = keys.number("asian", p.asian);
  p.caucasian = keys.number("caucasian", p.caucasian);
  p.african = keys.number("african", p.african);
  p.spread = keys.number("spread", p.spread);
  p.hair = keys.text("hair");
  Scene s;
  if (keys.number("empty", 0) == 0) s.person = p;
  s.presentation = keys.number("print", 0) != 0 ? Presentation::Print : Presentation::Live;
  s.distance_cm = keys.number("distance", s.distance_cm);
  s.yaw = keys.number("yaw", 0);
  s.pitch = keys.number("pitch", 0);
  s.roll = keys.number("roll", 0);
  s.blink = keys.number("blink", 0);
  s.smile = keys.number("smile", s.smile);
  s.mouth_open = keys.number("mouth", 0);
  s.mask = keys.number("mask", 0) != 0;
  s.glasses = keys.number("glasses", 0) != 0;
  s.bend_radius_cm = keys.number("bend", 0);
  s.light = {keys.number("azimuth", 25), keys.number("strength", 1), keys.number("ambient", .65), keys.number("backlight", 0)};
  s.moment = static_cast<std::uint32_t>(keys.number("moment", 0));
  return s;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: omote-people-look SLICE OUT.png [key=value ...]\n";
    return 2;
  }
  auto model = load_model(argv[1]);
  if (!model) {
    std::cerr << describe(model.error()) << "\n";
    return 1;
  }
  const Keys keys(argc, argv);
  Renderer renderer(std::make_shared<const Model>(std::move(*model)));
  const Scene scene = scene_of(keys);
  const bool card = keys.number("card", 0) != 0;
  omote::Result<omote::ports::Frame> frame;
  for (int i = 0; i < 2; ++i) {
    const auto start = std::chrono::steady_clock::now();
    frame = card && scene.person ? renderer.card_photo_in_colour(*scene.person) : renderer.render(scene);
    std::cerr << std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count() << " ms\n";
  }
  if (frame) {
    if (auto written = write_png(argv[2], frame->width, frame->height, 3, frame->pixels); written) return 0;
  }
  std::cerr << "no picture\n";
  return 1;
}
