#include "sim/people/canvas.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/people/picture.hpp"
#include "sim/people/random.hpp"

namespace omote::sim::people {
namespace {

// 1 inside the rectangle, 0 outside, soft over `blur` (all in parts of the picture's width).
float soft_box(float x, float y, float x0, float y0, float x1, float y1, float blur) {
  const auto ramp = [blur](float d) { return std::clamp(d / blur + .5F, 0.F, 1.F); };
  return ramp(x - x0) * ramp(x1 - x) * ramp(y - y0) * ramp(y1 - y);
}

float auto_gain(const Canvas& canvas) {
  double sum = 0, weights = 0;
  for (int y = 2; y < canvas.height; y += 6) {
    for (int x = 2; x < canvas.width; x += 6) {
      const float* p = canvas.at(x, y);
      const float dx = static_cast<float>(x) / static_cast<float>(canvas.width) - .5F,
                  dy = static_cast<float>(y) / static_cast<float>(canvas.height) - .5F;
      const float weight = .25F + std::max(0.F, 1 - 3 * (dx * dx + dy * dy));
      sum += weight * std::min(3.F, .25F * p[0] + .6F * p[1] + .15F * p[2]);
      weights += weight;
    }
  }
  return static_cast<float>(std::clamp(.20 * weights / std::max(1e-4, sum), .25, 3.));
}

void blur_lines(Canvas& canvas, float side) {
  const float middle = 1 - 2 * side;
  const int row = canvas.width * 3;
  std::vector<float> before(static_cast<std::size_t>(row)), here(static_cast<std::size_t>(row));
  for (int y = 0; y < canvas.height; ++y) {
    float* line = canvas.at(0, y);
    std::copy_n(line, row, here.data());
    const float* source = here.data();
    for (int i = 3; i < row - 3; ++i) line[i] = middle * source[i] + side * (source[i - 3] + source[i + 3]);
  }
  std::copy_n(canvas.at(0, 0), row, before.data());
  for (int y = 1; y + 1 < canvas.height; ++y) {
    float* line = canvas.at(0, y);
    const float* below = line + row;
    std::copy_n(line, row, here.data());
    const float *above = before.data(), *source = here.data();
    for (int i = 0; i < row; ++i) line[i] = middle * source[i] + side * (above[i] + below[i]);
    std::swap(before, here);
  }
}

constexpr std::size_t kNoise = 1 << 15;

const std::array<float, kNoise>& noise_table() {
  static const auto kTable = [] {
    std::array<float, kNoise> t{};
    Random random(20240601);
    for (float& v : t) v = static_cast<float>(random.normal());
    return t;
  }();
  return kTable;
}

constexpr int kTones = 4096;

// Linear 0..2 -> byte, with a shoulder so that highlights do not clip at once.
const std::array<std::uint8_t, kTones>& tones() {
  static const auto kTable = [] {
    std::array<std::uint8_t, kTones> t{};
    for (int i = 0; i < kTones; ++i) {
      const float v = (static_cast<float>(i) + .5F) * 2 / kTones;
      t[i] = linear_to_srgb(v < .6F ? v : .6F + .4F * (1 - std::exp(-(v - .6F) / .4F)));
    }
    return t;
  }();
  return kTable;
}

}  // namespace

Canvas room(int width, int height, const Light& light) {
  Canvas canvas(width, height);
  const auto level = static_cast<float>(.35 * light.ambient + .45 * light.strength), back = static_cast<float>(light.backlight);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const float u = static_cast<float>(x) / static_cast<float>(width), v = static_cast<float>(y) / static_cast<float>(width);
      Vec3 c = mix(Vec3{.50F, .49F, .45F}, Vec3{.40F, .38F, .35F}, v * 1.1F);
      c = mix(c, {.30F, .22F, .15F}, soft_box(u, v, .05F, .18F, .17F, .9F, .02F));    // a door
      c = mix(c, {.60F, .66F, .62F}, soft_box(u, v, .80F, .12F, .93F, .30F, .015F));  // a notice
      c = mix(c, {.20F, .30F, .42F}, soft_box(u, v, .81F, .13F, .92F, .17F, .015F));
      c = mix(c, {.16F, .24F, .20F}, soft_box(u, v, .74F, .56F, .99F, .9F, .03F));    // seats
      c = mix(c, {.33F, .33F, .34F}, soft_box(u, v, -.1F, .50F, 1.1F, .515F, .01F));  // a rail along the wall
      c = c * level;
      c += Vec3{.9F, .95F, 1.F} * (2.6F * back * soft_box(u, v, .14F, .02F, .88F, .52F, .03F));
      float* p = canvas.at(x, y);
      p[0] = c.x;
      p[1] = c.y;
      p[2] = c.z;
    }
  }
  return canvas;
}

Canvas plain_background(int width, int height) {
  Canvas canvas(width, height);
  std::fill(canvas.rgb.begin(), canvas.rgb.end(), .62F);
  return canvas;
}

Bytes expose(Canvas& canvas, const SensorSettings& settings) {
  const float gain = settings.gain > 0 ? settings.gain : auto_gain(canvas);
  if (settings.blur > 0) blur_lines(canvas, settings.blur);
  const auto& table = noise_table();
  const auto& curve = tones();
  const std::size_t row = static_cast<std::size_t>(canvas.width) * 3;
  const float scale = gain * (kTones / 2.F), floor_noise = settings.noise * 2.2F, shot_noise = settings.noise * .011F;
  Bytes out(canvas.rgb.size());
  for (int y = 0; y < canvas.height; ++y) {
    const float* line = canvas.at(0, y);
    std::uint8_t* to = out.data() + static_cast<std::size_t>(y) * row;
    const std::uint32_t start = hashed(settings.moment * 4099U + static_cast<std::uint32_t>(y) * 31U + 5);
    for (std::size_t i = 0; i < row; ++i) {
      const float value = line[i] * scale;
      const float noisy = value + table[(start + i) % kNoise] * (floor_noise + shot_noise * value);
      to[i] = curve[static_cast<std::size_t>(std::clamp(noisy, 0.F, kTones - 1.F))];
    }
  }
  return out;
}

}  // namespace omote::sim::people
