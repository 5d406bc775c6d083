#include "terminal/frame_loop.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/secret.hpp"

namespace omote::terminal {

namespace {

// Long enough for a busy machine: a frame stream that is cut off in the middle begins anew, and would never get done.
constexpr std::chrono::milliseconds kFrame{1500};
constexpr std::chrono::milliseconds kWorried{700};  // between idle looks at a camera that is not well
constexpr std::chrono::milliseconds kBreath{100};   // between two tries at a camera that refuses
// A camera that gives nothing for that long has failed; the patient is led to another way.
constexpr std::chrono::seconds kCameraPatience{4};

}  // namespace

FrameLoop::FrameLoop(std::unique_ptr<ports::CameraPort> camera, IdleLooks idle)
    : camera_(std::move(camera)), idle_(std::move(idle)), thread_([this](const std::stop_token& stop) { run(stop); }) {
  // A look at the start, so that a missing camera is known before a patient needs it.
  const std::scoped_lock lock(mutex_);
  warm_ = true;
  rest_ = true;
  changed_.notify_one();
}

FrameLoop::~FrameLoop() {
  stop();
  thread_.request_stop();
}

void FrameLoop::start(Job job) {
  const std::scoped_lock lock(mutex_);
  ++number_;
  next_ = std::move(job);
  rest_ = false;
  changed_.notify_one();
}

void FrameLoop::stop() {
  const std::scoped_lock lock(mutex_);
  ++number_;
  next_.reset();
}

void FrameLoop::warm() {
  const std::scoped_lock lock(mutex_);
  warm_ = true;
  rest_ = false;
  changed_.notify_one();
}

void FrameLoop::rest() {
  const std::scoped_lock lock(mutex_);
  rest_ = true;
  warm_ = false;
  changed_.notify_one();
}

Result<ports::Frame> FrameLoop::next_frame() {
  if (reopen_.exchange(false)) camera_->rest();
  auto frame = camera_->next(kFrame);
  const auto now = std::chrono::steady_clock::now();
  if (frame) {
    watch_.saw(*frame, now);
  } else {
    watch_.failed(frame.error(), now);
  }
  state_ = watch_.state();
  if (frame) {
    failing_since_.reset();
  } else if (!failing_since_) {
    failing_since_ = now;
  }
  good_ = !failing_since_ || now - *failing_since_ < kCameraPatience;  // one late frame on a busy machine is no fault
  return frame;
}

CameraState FrameLoop::camera_state() const {
  const CameraState state = state_;
  return state == CameraState::Ok && dirty_ ? CameraState::Dirty : state;
}

bool FrameLoop::wanted(std::uint64_t number) {
  const std::scoped_lock lock(mutex_);
  return number == number_;
}

void FrameLoop::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const auto wish = [this] { return next_ || warm_ || rest_; };
    if (idle_.every.count() == 0) {
      changed_.wait(lock, stop, wish);
    } else if (!changed_.wait_for(lock, stop, state_ == CameraState::Ok ? idle_.every : std::min(idle_.every, kWorried), wish)) {
      if (stop.stop_requested()) return;
      lock.unlock();
      look_idle();
      lock.lock();
      continue;
    }
    if (stop.stop_requested()) return;
    if (next_) {
      Job job = std::move(*next_);
      next_.reset();
      const auto number = number_;
      lock.unlock();
      carry_out(job, number);
    } else if (warm_) {
      warm_ = false;
      lock.unlock();
      look(stop);
    } else {
      rest_ = false;
      lock.unlock();
      if (idle_.every.count() == 0) camera_->rest();
    }
    lock.lock();
  }
}

void FrameLoop::look(const std::stop_token& stop) {
  for (const auto begin = std::chrono::steady_clock::now(); std::chrono::steady_clock::now() - begin <= kCameraPatience;) {
    if (auto frame = next_frame()) return wipe_memory(frame->pixels.data(), frame->pixels.size());
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, stop, kBreath, [this] { return next_.has_value(); }) || stop.stop_requested()) return;
  }
  static_cast<void>(next_frame());  // settles what camera_good says
}

// Nobody needs the camera now: that it works, and that its glass is clean, is known before somebody does.
void FrameLoop::look_idle() {
  auto frame = next_frame();
  if (!frame) return;
  if (idle_.judge && state_ == CameraState::Ok) {
    if (const auto dirty = idle_.judge(*frame)) dirty_ = *dirty;
  }
  wipe_memory(frame->pixels.data(), frame->pixels.size());
}

void FrameLoop::carry_out(Job& job, std::uint64_t number) {
  const auto begin = std::chrono::steady_clock::now();
  auto last_frame = begin;
  job.begin();
  for (;;) {
    if (!wanted(number)) return job.ended(End::Stopped);
    auto frame = next_frame();
    const auto now = std::chrono::steady_clock::now();
    if (frame) {
      last_frame = now;
      const bool more = job.observe(*frame);
      wipe_memory(frame->pixels.data(), frame->pixels.size());
      if (!more) return job.ended(End::Finished);
    } else if (now - last_frame > kCameraPatience) {
      log::warning("{}: {}", camera_->description(), describe(frame.error()));
      return job.ended(End::CameraFailed);
    }
    // Outside of the frame's own branch: time runs in the dark as well.
    if (now - begin > job.limit) return job.ended(End::TimeUp);
  }
}

}  // namespace omote::terminal
