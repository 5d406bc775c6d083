#include "sim/camera/frame_fault.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <random>
#include <utility>

namespace omote::sim::camera {

namespace {

constexpr std::pair<FrameFault, std::string_view> kWords[] = {
    {FrameFault::None, "none"},       {FrameFault::Freeze, "freeze"}, {FrameFault::Dark, "dark"},
    {FrameFault::Covered, "covered"}, {FrameFault::Dirty, "dirty"},   {FrameFault::Blurred, "blurred"},
    {FrameFault::Silent, "silent"},   {FrameFault::Busy, "busy"},     {FrameFault::Gone, "gone"}};
constexpr int kSpots = 45;

void dim(Bytes& pixels, double light) {
  for (auto& value : pixels) value = static_cast<std::uint8_t>(value * light);
}

// Not one value: the sensor behind the cover lives and makes noise.
void blacken(ports::Frame& frame) {
  std::minstd_rand noise(static_cast<std::uint32_t>(frame.sequence) + 1);
  for (auto& value : frame.pixels) value = static_cast<std::uint8_t>(noise() >> 16 & 3);
}

void smear(ports::Frame& frame) {
  cv::Mat picture(frame.height, frame.width, CV_8UC3, frame.pixels.data());
  cv::GaussianBlur(picture, picture, {0, 0}, frame.width / 90.0);
}

Bytes spots(int width, int height) {
  std::mt19937 random(4711);
  const auto in = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  cv::Mat dirt = cv::Mat::zeros(height, width, CV_8U);
  for (int i = 0; i < kSpots; ++i) {
    const cv::Point at(static_cast<int>(in(0, width)), static_cast<int>(in(0, height)));
    cv::circle(dirt, at, static_cast<int>(in(0.006, 0.022) * width), cv::Scalar(in(90, 200)), -1);
  }
  cv::GaussianBlur(dirt, dirt, {0, 0}, width / 160.0);  // dirt lies on the glass, out of focus
  return {dirt.datastart, dirt.dataend};
}

}  // namespace

std::string_view to_string(FrameFault fault) {
  for (const auto& [known, word] : kWords) {
    if (known == fault) return word;
  }
  return "none";
}

std::optional<FrameFault> frame_fault(std::string_view word) {
  for (const auto& [fault, known] : kWords) {
    if (known == word) return fault;
  }
  return std::nullopt;
}

void FrameFaults::set(FrameFault fault) {
  const std::scoped_lock lock(mutex_);
  frozen_.reset();
  fired_ = 0;
  fault_ = fault;
}

void FrameFaults::lay_dirt(ports::Frame& frame) {
  if (dirt_.size() * 3 != frame.pixels.size()) dirt_ = spots(frame.width, frame.height);
  for (std::size_t i = 0; i < frame.pixels.size(); ++i) {
    const int alpha = dirt_[i / 3];
    frame.pixels[i] = static_cast<std::uint8_t>((frame.pixels[i] * (255 - alpha) + 45 * alpha) / 255);
  }
}

void FrameFaults::spoil(ports::Frame& frame) {
  const std::scoped_lock lock(mutex_);
  switch (fault_.load()) {
    case FrameFault::None:
    case FrameFault::Silent:
    case FrameFault::Busy:
    case FrameFault::Gone: return;
    case FrameFault::Freeze:
      if (!frozen_) frozen_ = frame;
      frame = *frozen_;
      break;
    case FrameFault::Dark: dim(frame.pixels, 0.02); break;
    case FrameFault::Covered: blacken(frame); break;
    case FrameFault::Dirty: lay_dirt(frame); break;
    case FrameFault::Blurred: smear(frame); break;
  }
  ++fired_;
}

}  // namespace omote::sim::camera
