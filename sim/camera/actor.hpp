// How somebody behaves before a camera: never quite still, blinking now and then, and turning the head when told to. A pure
// function of time, so that tests and pictures need no waiting.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/people/scene.hpp"

namespace omote::sim::camera {

// Who stands before the camera, and how.
struct Arrangement {
  std::optional<people::Person> person;  // none: the empty room
  people::Presentation presentation = people::Presentation::Live;
  double distance_cm = 45;
  double light = 1;      // 1 is a normally lit reception, 0.1 dusk
  double backlight = 0;  // a bright window behind, 0 to 3
  bool mask = false;
  bool glasses = false;
  double bend_radius_cm = 0;  // of a print, 0: flat
  friend bool operator==(const Arrangement&, const Arrangement&) = default;
};

enum class Side { Left, Right };  // the person's own

class Actor {
 public:
  // Draws the rhythm of sway and blinks.
  explicit Actor(std::uint32_t seed);
  void arrange(const Arrangement& arrangement) { arrangement_ = arrangement; }
  [[nodiscard]] const Arrangement& arrangement() const { return arrangement_; }

  // Begins, at that second, to turn the head some 25 degrees within a second and holds it there. A print has no head to
  // turn: the sheet is turned and tilted.
  void turn(Side side, double second);
  void look_back(double second);

  // Seconds count from an origin of the caller's.
  [[nodiscard]] people::Scene at(double second) const;

 private:
  void head_for(double yaw, double second);
  [[nodiscard]] double turned(double second) const;
  [[nodiscard]] double sway(int which, double second) const;
  [[nodiscard]] double blink(double second) const;

  Arrangement arrangement_;
  std::uint32_t seed_;
  double from_ = 0, to_ = 0, begun_ = -10;
};

}  // namespace omote::sim::camera
