// Plane geometry of face landmarks. Image coordinates: x to the right, y down, pixel centres at whole numbers.
#pragma once

#include <array>
#include <span>

namespace omote::vision::face {

struct Point {
  double x = 0;
  double y = 0;
};

// The iBUG order: 0-16 jaw, 17-26 brows, 27-35 nose, 36-41 and 42-47 eyes (image left first), 48-67 mouth.
using Landmarks = std::array<Point, 68>;

[[nodiscard]] double distance(Point a, Point b);
[[nodiscard]] Point mean(std::span<const Point> points);
// Centres of the eye that is left and of the eye that is right in the image.
[[nodiscard]] Point left_eye(const Landmarks& face);
[[nodiscard]] Point right_eye(const Landmarks& face);
[[nodiscard]] double eye_distance(const Landmarks& face);

// p -> (a x - b y + tx, b x + a y + ty)
struct Similarity {
  double a = 1;
  double b = 0;
  double tx = 0;
  double ty = 0;
  [[nodiscard]] Point apply(Point p) const { return {a * p.x - b * p.y + tx, b * p.x + a * p.y + ty}; }
  [[nodiscard]] double scale() const;
  [[nodiscard]] Similarity inverse() const;
};
// Least squares, 4 degrees of freedom; as many `to` as `from`, at least two different ones.
[[nodiscard]] Similarity fit_similarity(std::span<const Point> from, std::span<const Point> to);

// Root mean square of what the best homography from -> to leaves over, in units of `to`. A flat thing, however held, leaves
// almost nothing; a head that turns does (reference/people.md §5). Infinite when no homography can be fitted.
[[nodiscard]] double homography_residual(const Landmarks& from, const Landmarks& to);

// Degrees, from a weak perspective fit of a generic head. Positive yaw: the nose points to the right of the image, which is
// the person's own left when the camera does not mirror. Positive pitch: down. Positive roll: clockwise in the image.
struct Pose {
  double yaw = 0;
  double pitch = 0;
  double roll = 0;
};
[[nodiscard]] Pose estimate_pose(const Landmarks& face);

}  // namespace omote::vision::face
