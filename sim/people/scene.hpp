// Who is to be seen, and how. Plain values: the same scene gives the same picture, byte by byte.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace omote::sim::people {

enum class Sex { Female, Male };

// An identity: everything that stays with a person from day to day. All of it is drawn from the seed but what is said here.
struct Person {
  std::uint32_t seed = 1;
  Sex sex = Sex::Female;
  double age = 35;                                        // years, today
  double years_since_photo = 4;                           // how much younger the card's photo is
  double asian = 0.92, caucasian = 0.06, african = 0.02;  // ancestry, any positive scale
  double spread = 0.5;                                    // how far faces lie from the average one: 0.3 alike, 0.6 striking
  std::string hair;                                       // a hair of the model ("short01"); empty: drawn
  friend bool operator==(const Person&, const Person&) = default;
};

enum class Presentation { Live, Print };

struct Light {
  double azimuth = 25;  // degrees; + : the key light stands on the person's own left
  double strength = 1;  // key light, 1 is a normally lit reception
  double ambient = 0.65;
  double backlight = 0;  // a bright window behind the person, 0 to 3
  friend bool operator==(const Light&, const Light&) = default;
};

struct Scene {
  std::optional<Person> person;  // none: the empty room
  Presentation presentation = Presentation::Live;
  double distance_cm = 50;  // camera to eyes (to the sheet, for a print)
  double offset_x_cm = 0;   // + : towards the person's own left, which is the right side of the picture
  double offset_y_cm = 0;   // + : up
  double yaw = 0;           // degrees, + : turned to the person's own left; the nose moves to the right side of the picture
  double pitch = 0;         // degrees, + : looks down
  double roll = 0;          // degrees, + : tilted to the person's own left shoulder, clockwise in the picture
  double blink = 0;         // 0 open, 1 closed
  double smile = 0.15;
  double mouth_open = 0;
  bool mask = false;
  bool glasses = false;
  double bend_radius_cm = 0;  // of a print that is held bent; 0: flat
  Light light;
  std::uint32_t moment = 0;  // draws the sensor's noise
};

}  // namespace omote::sim::people
