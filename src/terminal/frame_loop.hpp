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

namespace omote::terminal {

class FrameLoop {
 public:
  enum class End { Finished, TimeUp, Stopped, CameraFailed };

  struct Job {
    std::function<void()> begin;
    std::function<bool(const ports::Frame&)> observe;  // false: finished
    std::function<void(End)> ended;                    // the last call of a job that began, also after stop()
    std::chrono::milliseconds limit{30'000};
  };

  explicit FrameLoop(std::unique_ptr<ports::CameraPort> camera);
  FrameLoop(const FrameLoop&) = delete;
  FrameLoop& operator=(const FrameLoop&) = delete;
  ~FrameLoop();

  // All members from any thread; the job's functions run on the loop's own thread. A running job is stopped first.
  void start(Job job);
  void stop();
  // Opens the camera ahead of a job, so that the first frame does not wait for the device.
  void warm();
  // Lets the device go once no job runs.
  void rest();
  // What is known of the camera: it was tried at the start, and gave a frame within the last seconds of its work.
  [[nodiscard]] bool camera_good() const { return good_; }

 private:
  [[nodiscard]] Result<ports::Frame> next_frame();
  void run(const std::stop_token& stop);
  void look(const std::stop_token& stop);  // until one frame comes, a job waits or patience ends
  void carry_out(Job& job, std::uint64_t number);
  [[nodiscard]] bool wanted(std::uint64_t number);

  std::unique_ptr<ports::CameraPort> camera_;
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
