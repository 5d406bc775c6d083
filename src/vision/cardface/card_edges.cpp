#include "vision/cardface/card_edges.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

namespace omote::vision::cardface {

namespace {

constexpr double kShape = 85.60 / 53.98;
constexpr int kSmallWidth = 640;

double length(const cv::Point2d& a, const cv::Point2d& b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

// Turned so that it runs clockwise and begins with a long side; nothing when it has not a card's proportions.
std::optional<Quad> as_card(Quad quad) {
  double turned = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Point2d a = quad[(i + 1) % 4] - quad[i];
    const cv::Point2d b = quad[(i + 2) % 4] - quad[(i + 1) % 4];
    const double cross = a.x * b.y - a.y * b.x;
    if (i > 0 && cross * turned <= 0) return std::nullopt;  // not convex
    turned = cross;
  }
  if (turned < 0) std::swap(quad[1], quad[3]);
  double first = length(quad[0], quad[1]) + length(quad[2], quad[3]);
  double second = length(quad[1], quad[2]) + length(quad[3], quad[0]);
  if (first < second) {
    std::rotate(quad.begin(), quad.begin() + 1, quad.end());
    std::swap(first, second);
  }
  const double shape = first / std::max(1.0, second);
  if (shape < kShape * 0.84 || shape > kShape * 1.16) return std::nullopt;
  return quad;
}

std::optional<Quad> quad_of_outline(const std::vector<cv::Point>& outline, double least_area) {
  std::vector<cv::Point> hull;
  cv::convexHull(outline, hull);
  const double area = cv::contourArea(hull);
  if (area < least_area) return std::nullopt;
  const double around = cv::arcLength(hull, true);
  for (double tolerance = 0.015; tolerance < 0.08; tolerance += 0.01) {
    std::vector<cv::Point> corners;
    cv::approxPolyDP(hull, corners, tolerance * around, true);
    if (corners.size() < 4) break;
    if (corners.size() != 4 || cv::contourArea(corners) < 0.85 * area) continue;
    if (auto quad = as_card({corners[0], corners[1], corners[2], corners[3]})) return quad;
  }
  const cv::RotatedRect box = cv::minAreaRect(hull);
  if (box.size.area() <= 0 || area < 0.9 * static_cast<double>(box.size.area())) return std::nullopt;
  std::array<cv::Point2f, 4> corners;
  box.points(corners.data());
  return as_card({corners[0], corners[1], corners[2], corners[3]});
}

void collect(const cv::Mat& edges, std::vector<Quad>& quads) {
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(edges, outlines, cv::RETR_LIST, cv::CHAIN_APPROX_NONE);
  const double least = 0.06 * static_cast<double>(edges.total());
  std::ranges::sort(outlines, [](const auto& a, const auto& b) { return a.size() > b.size(); });
  if (outlines.size() > 12) outlines.resize(12);
  for (const auto& outline : outlines)
    if (outline.size() > 150)
      if (auto quad = quad_of_outline(outline, least)) quads.push_back(*quad);
}

// What differs from the tray, whose colour is the median along the picture's border.
cv::Mat unlike_tray(const cv::Mat& small) {
  std::array<std::vector<int>, 3> border;
  for (int x = 0; x < small.cols; x += 3)
    for (const int y : {2, small.rows - 3})
      for (int c = 0; c < 3; ++c) border[static_cast<std::size_t>(c)].push_back(small.at<cv::Vec3b>(y, x)[c]);
  for (int y = 0; y < small.rows; y += 3)
    for (const int x : {2, small.cols - 3})
      for (int c = 0; c < 3; ++c) border[static_cast<std::size_t>(c)].push_back(small.at<cv::Vec3b>(y, x)[c]);
  cv::Scalar tray;
  for (int c = 0; c < 3; ++c) {
    auto& values = border[static_cast<std::size_t>(c)];
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    tray[c] = values[values.size() / 2];
  }
  cv::Mat apart;
  cv::absdiff(small, tray, apart);
  std::array<cv::Mat, 3> planes;
  cv::split(apart, planes.data());
  cv::Mat most = cv::max(cv::max(planes[0], planes[1]), planes[2]);
  cv::threshold(most, most, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  cv::morphologyEx(most, most, cv::MORPH_CLOSE, cv::Mat::ones(9, 9, CV_8U));
  cv::morphologyEx(most, most, cv::MORPH_OPEN, cv::Mat::ones(5, 5, CV_8U));
  return most;
}

float sample(const cv::Mat& grey, const cv::Point2d& p) {
  const int x = static_cast<int>(std::floor(p.x));
  const int y = static_cast<int>(std::floor(p.y));
  if (x < 0 || y < 0 || x + 1 >= grey.cols || y + 1 >= grey.rows) return -1;
  const float fx = static_cast<float>(p.x - x);
  const float fy = static_cast<float>(p.y - y);
  const std::uint8_t* a = grey.ptr<std::uint8_t>(y) + x;
  const std::uint8_t* b = grey.ptr<std::uint8_t>(y + 1) + x;
  return (1 - fy) * ((1 - fx) * a[0] + fx * a[1]) + fy * ((1 - fx) * b[0] + fx * b[1]);
}

// The line along the strongest edges within `reach` pixels of the side a-b.
std::optional<cv::Vec4f> fit_side(const cv::Mat& grey, const cv::Point2d& a, const cv::Point2d& b, double reach) {
  const cv::Point2d along = b - a;
  const double size = std::hypot(along.x, along.y);
  const cv::Point2d normal(-along.y / size, along.x / size);
  std::vector<cv::Point2f> points;
  for (int i = 0; i < 70; ++i) {
    const cv::Point2d foot = a + along * (0.1 + 0.8 * i / 69.0);
    float best = 3.0f;
    double where = 0;
    for (double d = -reach; d <= reach; d += 1.0) {
      const float before = sample(grey, foot + normal * (d - 1.5));
      const float after = sample(grey, foot + normal * (d + 1.5));
      if (before < 0 || after < 0) continue;
      const float step = std::abs(after - before) * static_cast<float>(1.0 - 0.4 * std::abs(d) / reach);
      if (step > best) best = step, where = d;
    }
    if (best > 3.0f) points.emplace_back(foot + normal * where);
  }
  if (points.size() < 25) return std::nullopt;
  cv::Vec4f line;
  cv::fitLine(points, line, cv::DIST_WELSCH, 0, 0.01, 0.01);
  return line;
}

std::optional<cv::Point2d> crossing(const cv::Vec4f& p, const cv::Vec4f& q) {
  const double det = static_cast<double>(p[0]) * q[1] - static_cast<double>(p[1]) * q[0];
  if (std::abs(det) < 0.3) return std::nullopt;
  const double dx = static_cast<double>(q[2]) - p[2];
  const double dy = static_cast<double>(q[3]) - p[3];
  const double t = (dx * q[1] - dy * q[0]) / det;
  return cv::Point2d(p[2] + t * p[0], p[3] + t * p[1]);
}

Quad refined(const cv::Mat& grey, const Quad& rough) {
  Quad quad = rough;
  for (const double reach : {12.0, 5.0}) {
    std::array<cv::Vec4f, 4> sides;
    for (std::size_t i = 0; i < 4; ++i) {
      const auto side = fit_side(grey, quad[i], quad[(i + 1) % 4], reach);
      if (!side) return quad;
      sides[i] = *side;
    }
    Quad next;
    for (std::size_t i = 0; i < 4; ++i) {
      const auto corner = crossing(sides[(i + 3) % 4], sides[i]);
      if (!corner || length(*corner, quad[i]) > 3 * reach) return quad;
      next[i] = *corner;
    }
    quad = next;
  }
  return quad;
}

// At least three sides must really be edges: noise of an empty tray can make outlines, but not these.
bool has_edges(const cv::Mat& grey, const Quad& quad) {
  int sides = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Point2d along = quad[(i + 1) % 4] - quad[i];
    const double size = std::hypot(along.x, along.y);
    const cv::Point2d normal(-along.y / size, along.x / size);
    // Averaged along short pieces, so that grain cancels.
    int strong = 0;
    for (int piece = 0; piece < 10; ++piece) {
      double most = 0;
      for (const double off : {-3.0, -1.5, 0.0, 1.5, 3.0}) {
        double step = 0;
        for (int k = 0; k < 12; ++k) {
          const cv::Point2d foot = quad[i] + along * (0.1 + 0.08 * (piece + k / 12.0)) + normal * off;
          const float before = sample(grey, foot - normal * 3.0);
          const float after = sample(grey, foot + normal * 3.0);
          if (before >= 0 && after >= 0) step += static_cast<double>(after - before);
        }
        most = std::max(most, std::abs(step) / 12);
      }
      strong += most > 4.0;
    }
    sides += strong >= 6;
  }
  return sides >= 3;
}

bool alike(const Quad& a, const Quad& b, double tolerance) {
  for (std::size_t turn = 0; turn < 4; turn += 2) {
    double most = 0;
    for (std::size_t i = 0; i < 4; ++i) most = std::max(most, length(a[i], b[(i + turn) % 4]));
    if (most < tolerance) return true;
  }
  return false;
}

}  // namespace

std::vector<Quad> find_card_quads(const cv::Mat& rgb, const cv::Mat& grey) {
  const double scale = static_cast<double>(kSmallWidth) / rgb.cols;
  cv::Mat small;
  cv::resize(rgb, small, {}, scale, scale, cv::INTER_AREA);
  cv::GaussianBlur(small, small, {5, 5}, 1.1);
  std::vector<Quad> found;
  collect(unlike_tray(small), found);
  cv::Mat small_grey;
  cv::cvtColor(small, small_grey, cv::COLOR_RGB2GRAY);
  for (const double high : {90.0, 35.0}) {
    cv::Mat edges;
    cv::Canny(small_grey, edges, high / 3, high);
    cv::dilate(edges, edges, cv::Mat::ones(3, 3, CV_8U));
    collect(edges, found);
  }
  std::vector<Quad> quads;
  for (Quad quad : found) {
    for (cv::Point2d& corner : quad) corner = corner / scale;
    if (std::ranges::any_of(quads, [&](const Quad& q) { return alike(q, quad, 10); })) continue;
    quads.push_back(quad);
    if (quads.size() == 5) break;
  }
  std::vector<Quad> out;
  for (const Quad& quad : quads) {
    const auto better = as_card(refined(grey, quad));
    const Quad next = better ? *better : quad;
    if (has_edges(grey, next) && std::ranges::none_of(out, [&](const Quad& q) { return alike(q, next, 4); })) out.push_back(next);
  }
  return out;
}

double sleeve_rim(const cv::Mat& grey, const cv::Matx33d& to_picture, double width, double height) {
  constexpr int kSteps = 60;
  constexpr double kFrom = 0.5, kTo = 4.0;
  const std::array<std::array<cv::Point2d, 2>, 4> sides{
      {{{{0, 0}, {width, 0}}}, {{{width, 0}, {width, height}}}, {{{width, height}, {0, height}}}, {{{0, height}, {0, 0}}}}};
  int seen = 0;
  for (const auto& [a, b] : sides) {
    const cv::Point2d along = b - a;
    const double size = std::hypot(along.x, along.y);
    const cv::Point2d outward(along.y / size, -along.x / size);
    std::array<double, kSteps> profile{};
    std::array<int, kSteps> counts{};
    for (int i = 0; i < 80; ++i)
      for (int step = 0; step < kSteps; ++step) {
        const cv::Point2d mm = a + along * (0.15 + 0.7 * i / 79.0) + outward * (kFrom + (kTo - kFrom) * step / (kSteps - 1));
        const cv::Vec3d p = to_picture * cv::Vec3d(mm.x, mm.y, 1);
        const float value = sample(grey, {p[0] / p[2], p[1] / p[2]});
        if (value < 0) continue;
        profile[static_cast<std::size_t>(step)] += static_cast<double>(value);
        ++counts[static_cast<std::size_t>(step)];
      }
    // A rim is a narrow ridge or a step against the smooth tray further out.
    double most = 0;
    for (std::size_t step = 10; step + 6 < kSteps; ++step) {
      if (counts[step - 6] < 40 || counts[step] < 40 || counts[step + 6] < 40) continue;
      const double here = profile[step] / counts[step];
      const double ridge = std::abs(here - 0.5 * (profile[step - 6] / counts[step - 6] + profile[step + 6] / counts[step + 6]));
      most = std::max(most, ridge / std::max(20.0, here));
    }
    if (most > 0.03) ++seen;
  }
  return seen / 4.0;
}

}  // namespace omote::vision::cardface
