// A generator whose values are the same everywhere: the standard's distributions are left to each library, so they are ours.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>

namespace omote::sim::people {

class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t bits() { return static_cast<std::uint32_t>(engine_()); }
  // 0 included, 1 excluded.
  double uniform() { return (bits() >> 5) * (1.0 / 134217728.0); }
  double uniform(double least, double most) { return least + (most - least) * uniform(); }
  int below(int count) { return static_cast<int>(uniform() * count); }
  // Box and Muller; two uniform values for each normal one, so that the count of draws never depends on history.
  double normal(double sigma = 1) {
    const double u = 1 - uniform(), v = uniform();
    return sigma * std::sqrt(-2 * std::log(u)) * std::cos(6.283185307179586 * v);
  }

 private:
  std::mt19937 engine_;
};

// A quick hash of pixel coordinates and the like.
constexpr std::uint32_t hashed(std::uint32_t x) {
  x ^= x >> 16;
  x *= 0x7FEB352DU;
  x ^= x >> 15;
  x *= 0x846CA68BU;
  return x ^ (x >> 16);
}

}  // namespace omote::sim::people
