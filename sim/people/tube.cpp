#include "sim/people/tube.hpp"

#include <cmath>

namespace omote::sim::people {

void TubeMaker::tube(const std::vector<Vec3>& path, float radius, bool closed) {
  constexpr std::uint32_t kSides = 6;
  const auto base = static_cast<std::uint32_t>(figure_.worn_first + figure_.worn_offsets.size());
  const std::size_t n = path.size();
  for (std::size_t i = 0; i < n; ++i) {
    const Vec3 before = path[i == 0 ? (closed ? n - 1 : 0) : i - 1], after = path[i + 1 == n ? (closed ? 0 : n - 1) : i + 1];
    const Vec3 along = normalised(after - before);
    const Vec3 side = normalised(cross(std::abs(along.y) > .9F ? Vec3{1, 0, 0} : Vec3{0, 1, 0}, along));
    const Vec3 up = cross(along, side);
    for (std::uint32_t k = 0; k < kSides; ++k) {
      const float a = 6.2831853F * static_cast<float>(k) / kSides;
      figure_.worn_offsets.push_back(path[i] + side * (radius * std::cos(a)) + up * (radius * std::sin(a)));
    }
  }
  for (std::size_t i = 0; i + (closed ? 0 : 1) < n; ++i) {
    for (std::uint32_t k = 0; k < kSides; ++k) {
      const std::uint32_t l = (k + 1) % kSides;
      const auto a = static_cast<std::uint32_t>(base + i * kSides), b = static_cast<std::uint32_t>(base + (i + 1) % n * kSides);
      add(a + k, a + l, b + l);
      add(a + k, b + l, b + k);
    }
  }
}

}  // namespace omote::sim::people
