#include "terminal/camera_watch.hpp"

#include <chrono>

namespace omote::terminal {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLasts{1'500};      // a fault must last that long
constexpr milliseconds kFrozenFor{1'000};  // no camera gives the same picture twice: its noise alone forbids it
constexpr int kEvery = 5;                  // pixels looked at, in both directions: a frame costs some ten microseconds
constexpr int kDark = 12;                  // grey values: the mean of a picture in which nothing can be seen …
constexpr int kSpark = 50;                 // … and hardly a pixel is brighter than this

struct Look {
  std::uint64_t digest = 14695981039346656037ULL;  // FNV-1a of the pixels looked at
  bool dark = false;
};

Look look_at(const ports::Frame& frame) {
  Look look;
  std::uint64_t sum = 0;
  std::uint64_t count = 0;
  std::uint64_t sparks = 0;
  for (int y = 0; y < frame.height; y += kEvery) {
    const auto* row = frame.pixels.data() + static_cast<std::size_t>(y) * frame.width * 3;
    for (int x = 0; x < frame.width; x += kEvery) {
      const auto* pixel = row + static_cast<std::ptrdiff_t>(x) * 3;
      const int grey = (pixel[0] + 2 * pixel[1] + pixel[2]) / 4;
      sum += static_cast<std::uint64_t>(grey);
      sparks += grey > kSpark ? 1 : 0;
      ++count;
      for (int c = 0; c < 3; ++c) look.digest = (look.digest ^ pixel[c]) * 1099511628211ULL;
    }
  }
  look.dark = count > 0 && sum < count * kDark && sparks * 100 < count;
  return look;
}

CameraState state_for(std::string_view reason) {
  if (reason == "camera_missing" || reason == "stream_not_connected" || reason == "camera_not_capturing")
    return CameraState::Missing;
  if (reason == "camera_busy" || reason == "stream_busy" || reason == "camera_format_unknown") return CameraState::Busy;
  return CameraState::NoFrame;
}

}  // namespace

std::string_view to_string(CameraState state) {
  switch (state) {
    case CameraState::Unknown: return "";
    case CameraState::Ok: return "ok";
    case CameraState::Missing: return "missing";
    case CameraState::Busy: return "busy";
    case CameraState::NoFrame: return "no_frame";
    case CameraState::Frozen: return "frozen";
    case CameraState::Dark: return "dark";
    case CameraState::Dirty: return "dirty";
  }
  return "";
}

void CameraWatch::settle(CameraState seen, SteadyTime now) {
  if (seen != seen_) {
    seen_ = seen;
    seen_since_ = now;
  }
  // Good news count at once.
  if (seen == CameraState::Ok || now - seen_since_ >= kLasts) state_ = seen;
}

void CameraWatch::saw(const ports::Frame& frame, SteadyTime now) {
  const auto look = look_at(frame);
  // In the dark a sensor may well give zeros again and again.
  const bool again = sequence_ && (*sequence_ == frame.sequence || (digest_ == look.digest && !look.dark));
  if (!again) fresh_ = now;
  sequence_ = frame.sequence;
  digest_ = look.digest;
  if (again && now - fresh_ > kFrozenFor) return settle(CameraState::Frozen, now);
  // A repeated picture says nothing yet.
  if (!again) settle(look.dark ? CameraState::Dark : CameraState::Ok, now);
}

void CameraWatch::failed(const Failure& failure, SteadyTime now) {
  sequence_.reset();  // after a loss the camera counts anew
  settle(state_for(failure.reason.text()), now);
}

}  // namespace omote::terminal
