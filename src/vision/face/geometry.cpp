#include "vision/face/geometry.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <utility>

namespace omote::vision::face {
namespace {

// Solves the symmetric system by elimination with pivots; nothing when it is singular.
template <std::size_t N>
std::optional<std::array<double, N>> solve(std::array<std::array<double, N>, N> m, std::array<double, N> right) {
  for (std::size_t column = 0; column < N; ++column) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < N; ++row)
      if (std::abs(m[row][column]) > std::abs(m[pivot][column])) pivot = row;
    if (!(std::abs(m[pivot][column]) > 1e-12)) return std::nullopt;
    std::swap(m[column], m[pivot]);
    std::swap(right[column], right[pivot]);
    for (std::size_t row = column + 1; row < N; ++row) {
      const double factor = m[row][column] / m[column][column];
      for (std::size_t k = column; k < N; ++k) m[row][k] -= factor * m[column][k];
      right[row] -= factor * right[column];
    }
  }
  std::array<double, N> x{};
  for (std::size_t row = N; row-- > 0;) {
    double sum = right[row];
    for (std::size_t k = row + 1; k < N; ++k) sum -= m[row][k] * x[k];
    x[row] = sum / m[row][row];
  }
  return x;
}

// Normal equations of a linear least-squares problem, row by row.
template <std::size_t N>
struct LeastSquares {
  std::array<std::array<double, N>, N> matrix{};
  std::array<double, N> right{};
  void add(const std::array<double, N>& row, double value) {
    for (std::size_t i = 0; i < N; ++i) {
      right[i] += row[i] * value;
      for (std::size_t k = 0; k < N; ++k) matrix[i][k] += row[i] * row[k];
    }
  }
};

// Moves the points to mean 0 and mean distance 1, for the condition of the equations.
Similarity normaliser(const Landmarks& face) {
  const Point centre = mean(face);
  double spread = 0;
  for (const Point& p : face) spread += distance(p, centre);
  spread /= static_cast<double>(face.size());
  const double a = spread > 0 ? 1 / spread : 1;
  return {a, 0, -a * centre.x, -a * centre.y};
}

double degrees(double radians) {
  return radians * 180 / std::numbers::pi;
}

struct ModelPoint {
  std::size_t landmark;
  std::array<double, 3> at;  // x right in the image, y down, z towards the camera; 5 units to a millimetre
};
// A generic head: bridge and tip of the nose, chin, outer corners of eyes and mouth. The depths are those that give a turned
// head its true angle with these landmarks.
constexpr std::array<ModelPoint, 7> kHead = {{{27, {0, -185, -142}},
                                              {30, {0, 0, 0}},
                                              {8, {0, 330, -92}},
                                              {36, {-225, -170, -192}},
                                              {45, {225, -170, -192}},
                                              {48, {-150, 150, -177}},
                                              {54, {150, 150, -177}}}};

}  // namespace

double distance(Point a, Point b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

Point mean(std::span<const Point> points) {
  Point sum;
  for (const Point& p : points) sum = {sum.x + p.x, sum.y + p.y};
  const auto count = static_cast<double>(points.size());
  return {sum.x / count, sum.y / count};
}

Point left_eye(const Landmarks& face) {
  return mean(std::span(face).subspan(36, 6));
}
Point right_eye(const Landmarks& face) {
  return mean(std::span(face).subspan(42, 6));
}
double eye_distance(const Landmarks& face) {
  return distance(left_eye(face), right_eye(face));
}

double Similarity::scale() const {
  return std::hypot(a, b);
}

Similarity Similarity::inverse() const {
  const double d = a * a + b * b;
  const double ia = a / d;
  const double ib = -b / d;
  return {ia, ib, -(ia * tx - ib * ty), -(ib * tx + ia * ty)};
}

Similarity fit_similarity(std::span<const Point> from, std::span<const Point> to) {
  const Point f = mean(from);
  const Point t = mean(to);
  double dot = 0;
  double cross = 0;
  double spread = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const Point p{from[i].x - f.x, from[i].y - f.y};
    const Point q{to[i].x - t.x, to[i].y - t.y};
    dot += p.x * q.x + p.y * q.y;
    cross += p.x * q.y - p.y * q.x;
    spread += p.x * p.x + p.y * p.y;
  }
  const double a = spread > 0 ? dot / spread : 1;
  const double b = spread > 0 ? cross / spread : 0;
  return {a, b, t.x - (a * f.x - b * f.y), t.y - (b * f.x + a * f.y)};
}

double homography_residual(const Landmarks& from, const Landmarks& to) {
  const Similarity from_norm = normaliser(from);
  const Similarity to_norm = normaliser(to);
  LeastSquares<8> equations;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const Point p = from_norm.apply(from[i]);
    const Point q = to_norm.apply(to[i]);
    equations.add({p.x, p.y, 1, 0, 0, 0, -p.x * q.x, -p.y * q.x}, q.x);
    equations.add({0, 0, 0, p.x, p.y, 1, -p.x * q.y, -p.y * q.y}, q.y);
  }
  const auto h = solve(equations.matrix, equations.right);
  if (!h) return std::numeric_limits<double>::infinity();
  double sum = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const Point p = from_norm.apply(from[i]);
    const Point q = to_norm.apply(to[i]);
    const double w = (*h)[6] * p.x + (*h)[7] * p.y + 1;
    const double dx = ((*h)[0] * p.x + (*h)[1] * p.y + (*h)[2]) / w - q.x;
    const double dy = ((*h)[3] * p.x + (*h)[4] * p.y + (*h)[5]) / w - q.y;
    sum += dx * dx + dy * dy;
  }
  return std::sqrt(sum / static_cast<double>(from.size())) / to_norm.scale();
}

Pose estimate_pose(const Landmarks& face) {
  LeastSquares<4> across;
  LeastSquares<4> down;
  for (const ModelPoint& point : kHead) {
    const std::array<double, 4> row = {point.at[0], point.at[1], point.at[2], 1};
    across.add(row, face[point.landmark].x);
    down.add(row, face[point.landmark].y);
  }
  const auto u = solve(across.matrix, across.right);
  const auto v = solve(down.matrix, down.right);
  if (!u || !v) return {};
  const double u_length = std::hypot((*u)[0], (*u)[1], (*u)[2]);
  const double v_length = std::hypot((*v)[0], (*v)[1], (*v)[2]);
  if (!(u_length > 0) || !(v_length > 0)) return {};
  return {degrees(std::asin((*u)[2] / u_length)), degrees(std::asin((*v)[2] / v_length)), degrees(std::atan2((*v)[0], (*u)[0]))};
}

}  // namespace omote::vision::face
