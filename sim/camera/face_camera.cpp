#include "sim/camera/face_camera.hpp"

#include <algorithm>

namespace omote::sim::camera {

FaceCamera::FaceCamera(std::shared_ptr<const people::Model> model, const FaceCameraOptions& options)
    : origin_(std::chrono::steady_clock::now()),
      interval_(static_cast<std::int64_t>(1e9 / std::clamp(options.frames_per_second, .1, 120.))),
      actor_(options.seed),
      renderer_(std::move(model)),
      helper_([this](const std::stop_token& stop) { get_people_ready(stop); }) {}

FaceCamera::~FaceCamera() = default;

void FaceCamera::arrange(const Arrangement& arrangement) {
  const std::lock_guard lock(acting_);
  const double now = seconds(std::chrono::steady_clock::now());
  if (actor_.arrangement().person != arrangement.person) actor_.look_back(now - 10);
  actor_.arrange(arrangement);
  expected_ = arrangement.person;
  expecting_.notify_one();
}

Arrangement FaceCamera::arrangement() const {
  const std::lock_guard lock(acting_);
  return actor_.arrangement();
}

void FaceCamera::turn(Side side) {
  const std::lock_guard lock(acting_);
  actor_.turn(side, seconds(std::chrono::steady_clock::now()));
}

void FaceCamera::look_back() {
  const std::lock_guard lock(acting_);
  actor_.look_back(seconds(std::chrono::steady_clock::now()));
}

void FaceCamera::freeze(bool frozen) {
  const std::lock_guard lock(acting_);
  frozen_ = frozen;
}

void FaceCamera::cover(bool covered) {
  const std::lock_guard lock(acting_);
  covered_ = covered;
}

void FaceCamera::get_people_ready(const std::stop_token& stop) {
  for (;;) {
    people::Scene scene;
    {
      std::unique_lock lock(acting_);
      if (!expecting_.wait(lock, stop, [this] { return expected_.has_value(); })) return;
      expected_.reset();
      scene = actor_.at(0);
    }
    const std::lock_guard lock(rendering_);
    // What cannot be rendered is reported by next().
    static_cast<void>(renderer_.render(scene));
  }
}

Result<ports::Frame> FaceCamera::next() {
  const std::lock_guard lock(rendering_);
  std::this_thread::sleep_until(due_);
  const SteadyTime now = std::chrono::steady_clock::now();
  due_ = now + interval_;
  people::Scene scene;
  bool frozen = false, covered = false;
  {
    const std::lock_guard acting(acting_);
    scene = actor_.at(seconds(now));
    frozen = frozen_;
    covered = covered_;
  }
  ++given_;
  if (frozen && last_) return *last_;
  if (covered) {
    scene.person.reset();
    scene.light = {.azimuth = 0, .strength = 0, .ambient = 0, .backlight = 0};
  }
  auto frame = renderer_.render(scene);
  if (!frame) return frame;
  frame->sequence = ++sequence_;
  frame->taken = now;
  last_ = *frame;
  return frame;
}

}  // namespace omote::sim::camera
