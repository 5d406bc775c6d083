// A picture in linear light, on its way to the sensor.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.hpp"
#include "sim/people/geometry.hpp"
#include "sim/people/scene.hpp"

namespace omote::sim::people {

struct Canvas {
  int width = 0;
  int height = 0;
  std::vector<float> rgb;  // three per pixel

  Canvas() = default;
  Canvas(int w, int h) : width(w), height(h), rgb(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 3, 0.F) {}
  [[nodiscard]] float* at(int x, int y) {
    return rgb.data() + 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
  }
  [[nodiscard]] const float* at(int x, int y) const {
    return rgb.data() + 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
  }
};

// A pinhole.
struct Camera {
  int width = 640;
  int height = 480;
  float focal = 554;  // pixels; 60 degrees over 640
  Vec3 position;
};

// The waiting room behind the patient, out of focus; the same every time.
[[nodiscard]] Canvas room(int width, int height, const Light& light);
// A photographer's even background.
[[nodiscard]] Canvas plain_background(int width, int height);

// Lens and sensor: exposure (auto when gain is 0), a little blur, noise, tone curve, sRGB bytes.
struct SensorSettings {
  float gain = 0;
  float noise = 1;
  float blur = .11F;
  std::uint32_t moment = 0;
};
[[nodiscard]] Bytes expose(Canvas& canvas, const SensorSettings& settings);

}  // namespace omote::sim::people
