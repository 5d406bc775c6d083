// One camera and the thread that looks through it: runs one job at a time, frame by frame, and wipes each frame.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "ports/camera_port.hpp"
#include "terminal/camera_watch.hpp"

namespace omote::terminal {

// How a camera is looked at while nobody needs it.
struct IdleLooks {
  std::chrono::milliseconds every{0};  // 0: never; the device is let go between visits
  // Sees the picture of such a look, on the camera's thread; tells whether the glass is dirty, or nothing when it cannot.
  std::function<std::optional<bool>(const ports::Frame&)> judge;
};

class FrameLoop {
 public:
  enum class End { Finished, TimeUp, Stopped, CameraFailed };

  struct Job {
    std::function<void()> begin;
    std::function<bool(const ports::Frame&)> observe;  // false: finished
    std::function<void(End)> ended;                    // the last call of a job that began, also after stop()
    std::chrono::milliseconds limit{30'000};
  };

  explicit FrameLoop(std::unique_ptr<ports::CameraPort> camera, IdleLooks idle = {});
  FrameLoop(const FrameLoop&) = delete;
  FrameLoop& operator=(const FrameLoop&) = delete;
  ~FrameLoop();

  // All members from any thread; the job's functions run on the loop's own thread. A running job is stopped first.
  void start(Job job);
  void stop();
  // Opens the camera ahead of a job, so that the first frame does not wait for the device.
  void warm();
  // Lets the device go once no job runs, unless idle looks need it.
  void rest();
  // The device is closed and opened anew with the next picture.
  void reopen() { reopen_ = true; }
  // What is known of the camera: it was tried at the start, and gave a frame within the last seconds of its work.
  [[nodiscard]] bool camera_good() const { return good_; }
  // What is wrong with it, as of the last pictures.
  [[nodiscard]] CameraState camera_state() const;

 private:
  [[nodiscard]] Result<ports::Frame> next_frame();
  void run(const std::stop_token& stop);
  void look(const std::stop_token& stop);  // until one frame comes, a job waits or patience ends
  void look_idle();
  void carry_out(Job& job, std::uint64_t number);
  [[nodiscard]] bool wanted(std::uint64_t number);

  std::unique_ptr<ports::CameraPort> camera_;
  IdleLooks idle_;
  CameraWatch watch_;  // loop's own thread
  std::atomic<CameraState> state_{CameraState::Unknown};
  std::atomic<bool> dirty_{false};
  std::atomic<bool> reopen_{false};
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<Job> next_;
  std::uint64_t number_ = 0;  // of the job that is wanted; grows with start() and stop()
  bool warm_ = false;
  bool rest_ = false;
  std::atomic<bool> good_{true};  // until the camera proves otherwise: nobody is called for a camera not tried yet
  std::optional<std::chrono::steady_clock::time_point> failing_since_;
  std::jthread thread_;
};

}  // namespace omote::terminal
