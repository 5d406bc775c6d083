// Tubes along a path, for things worn on the face.
#pragma once

#include <vector>

#include "sim/people/figure.hpp"

namespace omote::sim::people {

// Adds to the figure's worn vertices and triangles.
class TubeMaker {
 public:
  TubeMaker(Figure& figure, std::uint32_t material) : figure_(figure), material_(material) {}
  // Points are offsets from the point between the eyes; a closed path returns to its first point.
  void tube(const std::vector<Vec3>& path, float radius, bool closed);

 private:
  void add(std::uint32_t a, std::uint32_t b, std::uint32_t c) { figure_.triangles.push_back({{a, b, c}, {}, material_}); }
  Figure& figure_;
  std::uint32_t material_;
};

}  // namespace omote::sim::people
