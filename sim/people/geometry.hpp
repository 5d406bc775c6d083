// Small vectors of the renderer. Right-handed, decimetres, y up; the person looks to +z and has the left hand at +x.
#pragma once

#include <array>
#include <cmath>

namespace omote::sim::people {

struct Vec2 {
  float x = 0;
  float y = 0;
};

struct Vec3 {
  float x = 0;
  float y = 0;
  float z = 0;
  constexpr Vec3& operator+=(const Vec3& b) {
    x += b.x;
    y += b.y;
    z += b.z;
    return *this;
  }
  friend bool operator==(const Vec3&, const Vec3&) = default;
};
constexpr Vec3 operator+(Vec3 a, Vec3 b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
constexpr Vec3 operator-(Vec3 a, Vec3 b) {
  return {a.x - b.x, a.y - b.y, a.z - b.z};
}
constexpr Vec3 operator*(Vec3 a, float s) {
  return {a.x * s, a.y * s, a.z * s};
}
constexpr Vec3 operator*(Vec3 a, Vec3 b) {
  return {a.x * b.x, a.y * b.y, a.z * b.z};
}
constexpr float dot(Vec3 a, Vec3 b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
constexpr Vec3 cross(Vec3 a, Vec3 b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
constexpr Vec3 mix(Vec3 a, Vec3 b, float t) {
  return a + (b - a) * t;
}
inline float length(Vec3 a) {
  return std::sqrt(dot(a, a));
}
inline Vec3 normalised(Vec3 a) {
  const float square = dot(a, a);
  return square > 0 ? a * (1 / std::sqrt(square)) : Vec3{0, 0, 1};
}

using Mat3 = std::array<Vec3, 3>;  // rows
constexpr Vec3 operator*(const Mat3& m, Vec3 v) {
  return {dot(m[0], v), dot(m[1], v), dot(m[2], v)};
}
constexpr Vec3 transposed_times(const Mat3& m, Vec3 v) {
  return m[0] * v.x + m[1] * v.y + m[2] * v.z;
}

constexpr float radians(double degrees) {
  return static_cast<float>(degrees * 3.14159265358979323846 / 180);
}

// yaw turns the face to the person's own left (+x), pitch lowers it, roll tilts the head to the person's own left shoulder:
// in the picture of a camera that does not mirror, right, down and clockwise.
inline Mat3 head_rotation(float yaw, float pitch, float roll) {
  const float cy = std::cos(yaw), sy = std::sin(yaw), cp = std::cos(pitch), sp = std::sin(pitch), cr = std::cos(roll),
              sr = std::sin(roll);
  const Mat3 yaws{{{cy, 0, sy}, {0, 1, 0}, {-sy, 0, cy}}};
  const Mat3 pitches{{{1, 0, 0}, {0, cp, -sp}, {0, sp, cp}}};
  const Mat3 rolls{{{cr, sr, 0}, {-sr, cr, 0}, {0, 0, 1}}};
  Mat3 out;
  for (int i = 0; i < 3; ++i) {
    const Vec3 row = transposed_times(pitches, yaws[i]);
    out[i] = transposed_times(rolls, row);
  }
  return out;
}

}  // namespace omote::sim::people
