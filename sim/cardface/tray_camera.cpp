#include "sim/cardface/tray_camera.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <random>
#include <utility>

namespace omote::sim::cardface {

namespace {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed * 0x9E3779B97F4A7C15ULL + 77) {}
  double in(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random_); }
  bool chance(double p) { return in(0, 1) < p; }
  std::uint64_t seed() { return random_(); }

 private:
  std::mt19937_64 random_;
};

// From millimetres on the card to camera pixels.
cv::Matx33d placing(const View& view, double width, double height) {
  const double s = view.pixels_per_mm;
  const double a = (view.angle + (view.turned ? 180.0 : 0.0)) * CV_PI / 180;
  const cv::Matx33d centre(1, 0, -width / 2, 0, 1, -height / 2, 0, 0, 1);
  const cv::Matx33d turn(s * std::cos(a), -s * std::sin(a), 0, s * std::sin(a), s * std::cos(a), 0, 0, 0, 1);
  const cv::Matx33d tilt(1, 0, 0, 0, 1, 0, view.tilt_x / (width * s), view.tilt_y / (height * s), 1);
  const cv::Matx33d place(1, 0, view.centre_x, 0, 1, view.centre_y, 0, 0, 1);
  return place * tilt * turn * centre;
}

// Alpha of a rounded rectangle around the card, grown by `margin` millimetres.
cv::Mat card_mask(const cv::Matx33d& place, double width, double height, double margin) {
  constexpr double kScale = 8;
  constexpr double kRadius = 3.18;
  const int w = static_cast<int>((width + 2 * margin) * kScale);
  const int h = static_cast<int>((height + 2 * margin) * kScale);
  cv::Mat shape = cv::Mat::zeros(h + 8, w + 8, CV_8U);
  const int r = static_cast<int>(kRadius * kScale);
  cv::rectangle(shape, {4 + r, 4}, {4 + w - 1 - r, 4 + h - 1}, cv::Scalar(255), -1);
  cv::rectangle(shape, {4, 4 + r}, {4 + w - 1, 4 + h - 1 - r}, cv::Scalar(255), -1);
  for (const cv::Point corner : {cv::Point{4 + r, 4 + r}, {3 + w - r, 4 + r}, {4 + r, 3 + h - r}, {3 + w - r, 3 + h - r}})
    cv::circle(shape, corner, r, cv::Scalar(255), -1, cv::LINE_AA);
  const cv::Matx33d to_mm(1 / kScale, 0, -margin - 4 / kScale, 0, 1 / kScale, -margin - 4 / kScale, 0, 0, 1);
  cv::Mat mask;
  cv::warpPerspective(shape, mask, place * to_mm, {kTrayWidth, kTrayHeight}, cv::INTER_LINEAR);
  return mask;
}

cv::Mat tray_picture(const View& view, Dice& dice) {
  cv::Mat grain(kTrayHeight / 4, kTrayWidth / 4, CV_8UC3);
  cv::RNG noise(dice.seed());
  const double g = view.tray;
  noise.fill(grain, cv::RNG::NORMAL, cv::Scalar(g, g, g + 2), cv::Scalar::all(3));
  cv::Mat tray;
  cv::resize(grain, tray, {kTrayWidth, kTrayHeight}, 0, 0, cv::INTER_LINEAR);
  return tray;
}

void lay(cv::Mat& picture, const cv::Mat& card, const cv::Mat& mask) {
  for (int y = 0; y < picture.rows; ++y) {
    auto* to = picture.ptr<cv::Vec3b>(y);
    const auto* from = card.ptr<cv::Vec3b>(y);
    const std::uint8_t* alpha = mask.ptr<std::uint8_t>(y);
    for (int x = 0; x < picture.cols; ++x) {
      const int a = alpha[x];
      if (a == 255)
        to[x] = from[x];
      else if (a > 0)
        for (int c = 0; c < 3; ++c) to[x][c] = static_cast<std::uint8_t>((from[x][c] * a + to[x][c] * (255 - a)) / 255);
    }
  }
}

// A clear bag around the card: a bright rim 1 to 3 mm outside, a milky film, pale streaks.
void put_in_sleeve(cv::Mat& picture, const cv::Matx33d& place, double width, double height, const View& view, Dice& dice) {
  const double margin = dice.in(1.2, 2.6);
  const cv::Mat outer = card_mask(place, width, height, margin);
  const cv::Mat inner = card_mask(place, width, height, margin - 0.35);
  cv::Mat film = cv::Mat::zeros(kTrayHeight / 2, kTrayWidth / 2, CV_32F);
  const int count = static_cast<int>(dice.in(2, 5));
  for (int i = 0; i < count; ++i) {
    const double x = dice.in(0.1, 0.9) * film.cols;
    const double lean = dice.in(-0.5, 0.5);
    cv::line(film, cv::Point(cv::Point2d(x - lean * film.rows / 2, 0)),
             cv::Point(cv::Point2d(x + lean * film.rows / 2, film.rows)), cv::Scalar(dice.in(0.3, 1.0) * view.streaks),
             static_cast<int>(dice.in(4, 22)));
  }
  cv::GaussianBlur(film, film, {0, 0}, 5);
  cv::resize(film, film, picture.size());
  for (int y = 0; y < picture.rows; ++y) {
    auto* to = picture.ptr<cv::Vec3b>(y);
    const std::uint8_t* out = outer.ptr<std::uint8_t>(y);
    const std::uint8_t* in = inner.ptr<std::uint8_t>(y);
    const float* streak = film.ptr<float>(y);
    for (int x = 0; x < picture.cols; ++x) {
      if (out[x] == 0) continue;
      const double rim = 0.35 * (out[x] - in[x]) / 255.0;
      const double alpha =
          std::clamp(out[x] / 255.0 * (0.35 * view.haze + 0.6 * static_cast<double>(streak[x])) + rim, 0.0, 0.95);
      for (int c = 0; c < 3; ++c) to[x][c] = cv::saturate_cast<std::uint8_t>(to[x][c] + (240 - to[x][c]) * alpha);
    }
  }
}

void light_up(cv::Mat& picture, const cv::Matx33d& place, double width, double height, const View& view, Dice& dice) {
  const cv::Vec3d spot = place * cv::Vec3d(view.glare_x * width, view.glare_y * height, 1);
  const double gx = spot[0] / spot[2];
  const double gy = spot[1] / spot[2];
  const double size = view.glare_size * width * view.pixels_per_mm;
  cv::Mat noise(picture.size(), CV_8SC3);
  cv::Mat tile(256, 320, CV_8SC3);
  cv::RNG grain(dice.seed());
  grain.fill(tile, cv::RNG::NORMAL, 0, view.noise);
  for (int y = 0; y < picture.rows; y += tile.rows)
    for (int x = 0; x < picture.cols; x += tile.cols) {
      const cv::Rect part{x, y, std::min(tile.cols, picture.cols - x), std::min(tile.rows, picture.rows - y)};
      tile({0, 0, part.width, part.height}).copyTo(noise(part));
    }
  const int turn_x = static_cast<int>(dice.in(0, 160));
  const float gain[3] = {static_cast<float>(view.light * (1 + view.warmth)), static_cast<float>(view.light),
                         static_cast<float>(view.light * (1 - view.warmth))};
  for (int y = 0; y < picture.rows; ++y) {
    auto* to = picture.ptr<cv::Vec3b>(y);
    const auto* add = noise.ptr<cv::Vec<schar, 3>>(y);
    for (int x = 0; x < picture.cols; ++x) {
      const float slope = static_cast<float>(1 + view.slope * (x / static_cast<double>(picture.cols) - 0.5));
      float bright = 0;
      if (view.glare > 0) {
        const double d2 = ((x - gx) * (x - gx) + (y - gy) * (y - gy)) / (size * size);
        if (d2 < 6) bright = static_cast<float>(230 * view.glare * std::exp(-d2 * 2));
      }
      const auto& n = add[(x + turn_x) % picture.cols];
      for (int c = 0; c < 3; ++c)
        to[x][c] =
            cv::saturate_cast<std::uint8_t>(static_cast<float>(to[x][c]) * gain[c] * slope + bright + static_cast<float>(n[c]));
    }
  }
}

}  // namespace

View random_view(std::uint64_t seed, Hardness hardness) {
  Dice dice(seed);
  View view;
  view.turned = dice.chance(0.5);
  view.tray = dice.in(60, 200);
  view.warmth = dice.in(-0.05, 0.05);
  const double edge = hardness == Hardness::Clean ? 0.5 : hardness == Hardness::Normal ? 1.0 : 1.8;
  view.centre_x += dice.in(-60, 60) * edge;
  view.centre_y += dice.in(-50, 50) * edge;
  view.tilt_x = dice.in(-0.03, 0.03) * edge;
  view.tilt_y = dice.in(-0.03, 0.03) * edge;
  view.angle = dice.in(-6, 6) * edge;
  view.slope = dice.in(-0.15, 0.15) * edge;
  if (hardness == Hardness::Clean) {
    view.pixels_per_mm = dice.in(10.5, 12.4);
    view.blur = dice.in(0.3, 0.6);
    view.noise = dice.in(0.5, 2);
    return view;
  }
  const bool hard = hardness == Hardness::Hard;
  view.pixels_per_mm = hard ? dice.in(6.5, 11.7) : dice.in(8.9, 12.2);
  view.blur = hard ? dice.in(0.7, 1.8) : dice.in(0.5, 1.2);
  view.noise = hard ? dice.in(2, 7) : dice.in(1, 4);
  view.light = hard ? dice.in(0.5, 1.1) : dice.in(0.7, 1.05);
  view.sleeve = dice.chance(hard ? 0.35 : 0.1);
  view.haze = dice.in(0.1, hard ? 0.9 : 0.6);
  view.streaks = dice.in(0.1, hard ? 1.0 : 0.7);
  if (dice.chance(hard ? 0.4 : 0.2)) view.glare = dice.in(0.1, hard ? 0.9 : 0.5);
  view.glare_x = dice.in(0.05, 0.95);
  view.glare_y = dice.in(0.05, 0.95);
  view.glare_size = dice.in(0.06, 0.25);
  return view;
}

View nudged(const View& view, std::uint64_t seed) {
  Dice dice(seed ^ 0x51ED270B);
  View next = view;
  next.centre_x += dice.in(-2, 2);
  next.centre_y += dice.in(-2, 2);
  next.angle += dice.in(-0.15, 0.15);
  next.light *= dice.in(0.97, 1.03);
  next.blur *= dice.in(0.9, 1.1);
  return next;
}

cv::Mat render(const DrawnCard* card, const View& view, std::uint64_t scene_seed, std::uint64_t noise_seed) {
  Dice dice(scene_seed ^ 0xC0FFEE);
  Dice noise(noise_seed);
  cv::Mat picture = tray_picture(view, dice);
  const cv::Mat none;
  const cv::Mat& side = card ? (view.back ? card->back : card->front) : none;
  const double width = card ? side.cols / kDrawingScale : 85.6;
  const double height = card ? side.rows / kDrawingScale : 53.98;
  const cv::Matx33d place = placing(view, width, height);
  if (card) {
    const cv::Mat shadow = card_mask(place, width, height, 0.5);
    cv::Mat dimmed = picture * 0.82;
    dimmed.copyTo(picture, shadow);
    const cv::Matx33d to_mm(1 / kDrawingScale, 0, 0, 0, 1 / kDrawingScale, 0, 0, 0, 1);
    cv::Mat warped;
    cv::warpPerspective(side, warped, place * to_mm, picture.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    lay(picture, warped, card_mask(place, width, height, 0));
    if (view.sleeve) put_in_sleeve(picture, place, width, height, view, dice);
  }
  if (view.blur > 0.2) cv::GaussianBlur(picture, picture, {0, 0}, view.blur);
  light_up(picture, place, width, height, view, noise);
  return picture;
}

ports::Frame render_frame(const TrayState& state, std::uint64_t seed, std::uint64_t arrangement, std::uint64_t sequence) {
  Dice dice(seed * 1000003 + arrangement);
  View view;
  view.centre_x += dice.in(-25, 25);
  view.centre_y += dice.in(-20, 20);
  view.angle = dice.in(-3, 3);
  view.tilt_x = dice.in(-0.015, 0.015);
  view.tilt_y = dice.in(-0.015, 0.015);
  view.slope = dice.in(-0.08, 0.08);
  view.glare_x = dice.in(0.3, 0.7);
  view.glare_y = dice.in(0.2, 0.4);
  view.back = state.back;
  view.turned = state.turned;
  view.sleeve = state.sleeve;
  view.haze = 1.0;
  view.streaks = 1.6;  // thick enough that a person would take it off
  view.light = state.light;
  view.blur = state.blur;
  view.glare = state.glare;
  const std::uint64_t frame_seed = seed * 7919 + arrangement * 104729 + sequence;
  View here = nudged(view, frame_seed);
  const bool shown = state.item != TrayItem::Nothing && state.card && !state.covered;
  if (state.covered) here.light = 0.03;
  const cv::Mat picture = render(shown ? state.card.get() : nullptr, here, seed * 7919 + arrangement, frame_seed);
  ports::Frame frame{picture.cols, picture.rows, sequence, SteadyTime{std::chrono::steady_clock::now()}, {}};
  frame.pixels.assign(picture.data, picture.data + picture.total() * 3);
  return frame;
}

void TrayCamera::arrange(TrayState state) {
  const std::scoped_lock lock(mutex_);
  state_ = std::move(state);
  ++arrangement_;
}

TrayState TrayCamera::state() const {
  const std::scoped_lock lock(mutex_);
  return state_;
}

std::uint64_t TrayCamera::frames() const {
  const std::scoped_lock lock(mutex_);
  return sequence_;
}

ports::Frame TrayCamera::frame() {
  std::unique_lock lock(mutex_);
  const TrayState state = state_;
  const std::uint64_t arrangement = arrangement_;
  const std::uint64_t sequence = ++sequence_;
  lock.unlock();
  return render_frame(state, seed_, arrangement, sequence);
}

}  // namespace omote::sim::cardface
