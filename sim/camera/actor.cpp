#include "sim/camera/actor.hpp"

#include <algorithm>
#include <cmath>

#include "sim/people/random.hpp"

namespace omote::sim::camera {
namespace {

constexpr double kTurnDegrees = 25;
constexpr double kTurnSeconds = .9;
constexpr double kBlinkEvery = 3.6;  // seconds, on average
constexpr double kBlinkSeconds = .32;

double part(std::uint32_t seed, std::uint32_t salt) {
  return people::hashed(seed * 2654435761U + salt) * (1. / 4294967296.);
}

double smooth(double t) {
  t = std::clamp(t, 0., 1.);
  return t * t * (3 - 2 * t);
}

}  // namespace

Actor::Actor(std::uint32_t seed) : seed_(seed) {}

void Actor::head_for(double yaw, double second) {
  from_ = turned(second);
  to_ = yaw;
  begun_ = second;
}

void Actor::turn(Side side, double second) {
  head_for(side == Side::Left ? kTurnDegrees : -kTurnDegrees, second);
}
void Actor::look_back(double second) {
  head_for(0, second);
}

double Actor::turned(double second) const {
  return from_ + (to_ - from_) * smooth((second - begun_) / kTurnSeconds);
}

// Two slow waves whose periods do not fit, -1 to 1.
double Actor::sway(int which, double second) const {
  const auto salt = static_cast<std::uint32_t>(which) * 4;
  const double slow = .09 + .08 * part(seed_, salt), quick = .31 + .3 * part(seed_, salt + 1);
  return .68 * std::sin(6.283185 * (slow * second + part(seed_, salt + 2))) +
         .32 * std::sin(6.283185 * (quick * second + part(seed_, salt + 3)));
}

// One blink in each interval, at a moment of its own.
double Actor::blink(double second) const {
  const double interval = std::floor(second / kBlinkEvery);
  const double moment =
      (interval + .1 + .7 * part(seed_, static_cast<std::uint32_t>(static_cast<std::int64_t>(interval)) * 16 + 999)) *
      kBlinkEvery;
  const double into = (second - moment) / kBlinkSeconds;
  if (into <= 0 || into >= 1) return 0;
  return smooth(std::min(into / .3, (1 - into) / .4));
}

people::Scene Actor::at(double second) const {
  people::Scene scene;
  const Arrangement& a = arrangement_;
  scene.person = a.person;
  scene.presentation = a.presentation;
  scene.mask = a.mask;
  scene.glasses = a.glasses;
  scene.bend_radius_cm = a.bend_radius_cm;
  scene.light.strength = a.light;
  scene.light.ambient *= std::min(1.0, a.light);  // a dark room is dark from all sides
  scene.light.backlight = a.backlight;
  const bool print = a.presentation == people::Presentation::Print;
  const double hand = print ? 1.4 : 1;  // a hand is less steady than a neck
  scene.distance_cm = std::max(15., a.distance_cm + .5 * hand * sway(0, second));
  scene.offset_x_cm = .7 * hand * sway(1, second);
  scene.offset_y_cm = .3 * hand * sway(2, second);
  scene.yaw = 1.6 * hand * sway(3, second) + turned(second);
  scene.pitch = 1.2 * hand * sway(4, second) + (print ? .12 * std::abs(turned(second)) : 0);
  scene.roll = .9 * hand * sway(5, second) + (print ? .2 * turned(second) : 0);
  if (!print) scene.blink = blink(second);
  scene.smile = .15 + .05 * sway(6, second);
  scene.moment = static_cast<std::uint32_t>(static_cast<std::int64_t>(std::floor(second * 1000)));
  return scene;
}

}  // namespace omote::sim::camera
