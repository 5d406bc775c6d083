#include "vision/cardface/layout_match.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace omote::vision::cardface {

namespace {

constexpr double kScale = 2.5;        // pixels per millimetre
constexpr double kMargin = 3.0;       // millimetres of search on each side
constexpr double kLeastFront = 0.33;  // other cards drawn here stay below 0.23, fronts above 0.45
constexpr double kLeastBack = 0.42;

cv::Rect pixels(double x, double y, double width, double height) {
  const cv::Point a(static_cast<int>(std::lround(x * kScale)), static_cast<int>(std::lround(y * kScale)));
  const cv::Point b(static_cast<int>(std::lround((x + width) * kScale)), static_cast<int>(std::lround((y + height) * kScale)));
  return {a, b};
}

void put(cv::Mat& picture, const cv::Rect& at, float value) {
  picture(at & cv::Rect({}, picture.size())).setTo(value);
}

// Where ink is expected: lines as bands, boxes as frames.
cv::Mat front_layout(const Profile& p) {
  cv::Mat layout = cv::Mat::zeros(static_cast<int>(p.height * kScale), static_cast<int>(p.width * kScale), CV_32F);
  const auto line = [&](const PrintedLine& l, float value) {
    put(layout, pixels(l.x, l.y + 0.06 * l.em, l.length, 0.88 * l.em), value);
  };
  for (const PrintedLine* l : {&p.birth, &p.expiry, &p.code, &p.serial}) line(*l, 1.0f);
  line(p.name, 0.8f);
  line(p.address, 0.7f);
  line(p.sex, 0.7f);
  for (const PrintedLine& l : p.preprint) line(l, 0.8f);
  for (const Box& b : p.boxes) cv::rectangle(layout, pixels(b.x, b.y, b.width, b.height), cv::Scalar(0.6), 1);
  cv::rectangle(layout, pixels(p.photo.x, p.photo.y, p.photo.width, p.photo.height), cv::Scalar(0.35), 1);
  cv::circle(layout, pixels(p.ring.x + p.ring.width / 2, p.ring.y + p.ring.height / 2, 1, 1).tl(),
             static_cast<int>(p.ring.width * kScale * 0.4), cv::Scalar(0.7), 1);
  cv::GaussianBlur(layout, layout, {0, 0}, 1.0);
  return layout;
}

// Darkness expected of the back.
cv::Mat back_layout(const Profile& p) {
  cv::Mat layout = cv::Mat::zeros(static_cast<int>(p.height * kScale), static_cast<int>(p.width * kScale), CV_32F);
  put(layout, pixels(p.stripe.x, p.stripe.y, p.stripe.width, p.stripe.height), 1.0f);
  put(layout, pixels(p.back_code.x, p.back_code.y, p.back_code.width, p.back_code.height), 0.55f);
  put(layout, pixels(p.contacts.x, p.contacts.y, p.contacts.width, p.contacts.height), 0.3f);
  cv::GaussianBlur(layout, layout, {0, 0}, 1.5);
  return layout;
}

// Marks darker than their surroundings, relative and capped, so that a heavy block does not outweigh fine print.
cv::Mat marks(const cv::Mat& grey) {
  cv::Mat ground, ink;
  cv::morphologyEx(grey, ground, cv::MORPH_CLOSE, cv::Mat::ones(9, 9, CV_8U));
  cv::GaussianBlur(ground, ground, {0, 0}, 3);
  cv::divide(ground - grey, cv::max(ground, 12.0f), ink);
  cv::min(cv::max(ink, 0.0f), 0.35f, ink);
  cv::GaussianBlur(ink, ink, {0, 0}, 1.0);
  return ink;
}

cv::Mat darkness(const cv::Mat& grey) {
  cv::Mat dark;
  cv::GaussianBlur(grey, dark, {0, 0}, 1.5);
  dark = 255.0 - dark;
  return dark;
}

struct Peak {
  double score = -1;
  cv::Point2d at;  // millimetres by which the print is off
};

Peak correlate(const cv::Mat& picture, const cv::Mat& layout) {
  cv::Mat scores;
  cv::matchTemplate(picture, layout, scores, cv::TM_CCOEFF_NORMED);
  Peak peak;
  cv::Point where;
  cv::minMaxLoc(scores, nullptr, &peak.score, nullptr, &where);
  const auto vertex = [](float a, float b, float c) {
    const float bend = a - 2 * b + c;
    return bend < -1e-6f ? std::clamp(0.5f * (a - c) / bend, -0.5f, 0.5f) : 0.0f;
  };
  cv::Point2d fine = where;
  if (where.x > 0 && where.x + 1 < scores.cols)
    fine.x += static_cast<double>(
        vertex(scores.at<float>(where.y, where.x - 1), scores.at<float>(where), scores.at<float>(where.y, where.x + 1)));
  if (where.y > 0 && where.y + 1 < scores.rows)
    fine.y += static_cast<double>(
        vertex(scores.at<float>(where.y - 1, where.x), scores.at<float>(where), scores.at<float>(where.y + 1, where.x)));
  peak.at = fine / kScale - cv::Point2d(kMargin, kMargin);
  return peak;
}

cv::Matx33d card_to_picture(const Quad& quad, double width, double height, double scale, bool turned) {
  const double mx = width * (1 - scale) / 2 / scale;
  const double my = height * (1 - scale) / 2 / scale;
  std::array<cv::Point2f, 4> mm{{{static_cast<float>(-mx), static_cast<float>(-my)},
                                 {static_cast<float>(width + mx), static_cast<float>(-my)},
                                 {static_cast<float>(width + mx), static_cast<float>(height + my)},
                                 {static_cast<float>(-mx), static_cast<float>(height + my)}}};
  if (turned) std::rotate(mm.begin(), mm.begin() + 2, mm.end());
  std::array<cv::Point2f, 4> px;
  for (std::size_t i = 0; i < 4; ++i) px[i] = quad[i];
  return cv::Matx33d(cv::getPerspectiveTransform(mm.data(), px.data()));
}

// A dark stripe between lighter bands, and a dark or dappled square where the two-dimensional code stands.
bool looks_like_back(const cv::Mat& grey, const cv::Matx33d& to_picture, const Box& stripe, const Box& code) {
  const cv::Matx33d to_mm(1 / kScale, 0, 0, 0, 1 / kScale, 0, 0, 0, 1);
  cv::Mat flat;
  const cv::Size size(static_cast<int>(stripe.width * kScale), static_cast<int>((code.y + code.height + 2) * kScale));
  cv::warpPerspective(grey, flat, to_picture * to_mm, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  const auto level = [&](double x, double y, double width, double height) {
    return cv::mean(flat(pixels(x, y, width, height) & cv::Rect({}, flat.size())))[0];
  };
  const double inner = stripe.width - 12;
  const double dark = level(6, stripe.y + 1.5, inner, stripe.height - 3);
  const double above = level(6, stripe.y - 4, inner, 2.5);
  const double below = level(6, stripe.y + stripe.height + 1.5, inner, 2.5);
  if (dark > 0.62 * std::min(above, below)) return false;
  cv::Scalar mean, spread;
  cv::meanStdDev(flat(pixels(code.x + 1, code.y + 1, code.width - 2, code.height - 2) & cv::Rect({}, flat.size())), mean, spread);
  const double beside = level(code.x - 6, code.y + 2, 4, code.height - 4);
  return mean[0] < 0.85 * beside && spread[0] > 0.08 * mean[0];
}

}  // namespace

LayoutMatcher::LayoutMatcher(const Profile& profile)
    : width_(profile.width),
      height_(profile.height),
      front_(front_layout(profile)),
      back_(back_layout(profile)),
      stripe_(profile.stripe),
      code_(profile.back_code) {}

LayoutMatch LayoutMatcher::match(const cv::Mat& grey, const Quad& quad) const {
  LayoutMatch best;
  const cv::Size size(front_.cols + static_cast<int>(2 * kMargin * kScale), front_.rows + static_cast<int>(2 * kMargin * kScale));
  const cv::Matx33d to_mm(1 / kScale, 0, -kMargin, 0, 1 / kScale, -kMargin, 0, 0, 1);
  double front_lead = -1;
  for (const double scale : {1.0, 0.965, 0.93}) {
    const cv::Matx33d upright = card_to_picture(quad, width_, height_, scale, false);
    cv::Mat flat;
    // Four samples per pixel keep fine print from aliasing.
    const cv::Matx33d half(0.5, 0, 0, 0, 0.5, 0, 0, 0, 1);
    cv::warpPerspective(grey, flat, upright * to_mm * half, size * 2, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                        cv::BORDER_REPLICATE);
    cv::resize(flat, flat, size, 0, 0, cv::INTER_AREA);
    flat.convertTo(flat, CV_32F);
    cv::Mat ink = marks(flat);
    cv::Mat dark = darkness(flat);
    for (const bool turned : {false, true}) {
      if (turned) {
        cv::rotate(ink, ink, cv::ROTATE_180);
        cv::rotate(dark, dark, cv::ROTATE_180);
      }
      const Peak front = correlate(ink, front_);
      const Peak back = correlate(dark, back_);
      best.front_score = std::max(best.front_score, front.score);
      best.back_score = std::max(best.back_score, back.score);
      const double lead = std::max(front.score / kLeastFront, back.score / kLeastBack) + (scale == 1.0 ? 0.05 : 0.0);
      if (lead <= front_lead) continue;
      front_lead = lead;
      const bool is_front = front.score / kLeastFront >= back.score / kLeastBack;
      best.side = is_front ? (front.score >= kLeastFront ? CardSide::Front : CardSide::Unknown)
                           : (back.score >= kLeastBack ? CardSide::Back : CardSide::Unknown);
      best.scale = scale;
      const Peak& peak = is_front ? front : back;
      best.to_picture =
          card_to_picture(quad, width_, height_, scale, turned) * cv::Matx33d(1, 0, peak.at.x, 0, 1, peak.at.y, 0, 0, 1);
    }
  }
  if (best.side == CardSide::Back && !looks_like_back(grey, best.to_picture, stripe_, code_)) best.side = CardSide::Unknown;
  const cv::Vec3d left = best.to_picture * cv::Vec3d(0, height_ / 2, 1);
  const cv::Vec3d right = best.to_picture * cv::Vec3d(width_, height_ / 2, 1);
  best.turned = right[0] / right[2] < left[0] / left[2];
  return best;
}

}  // namespace omote::vision::cardface
