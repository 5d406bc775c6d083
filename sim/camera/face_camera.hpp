// The simulated face camera: somebody before a lens, arranged by the bench or a robot while frames are being pulled.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "base/result.hpp"
#include "ports/image.hpp"
#include "sim/camera/actor.hpp"
#include "sim/people/renderer.hpp"

namespace omote::sim::camera {

struct FaceCameraOptions {
  double frames_per_second = 15;
  std::uint32_t seed = 1;  // of the actor's rhythm
};

// All functions may be called from any thread.
class FaceCamera {
 public:
  explicit FaceCamera(std::shared_ptr<const people::Model> model, const FaceCameraOptions& options = {});
  ~FaceCamera();

  // Takes effect with the next frame; a person not seen before is got ready in the background (some 0.3 s).
  void arrange(const Arrangement& arrangement);
  [[nodiscard]] Arrangement arrangement() const;
  // What the kiosk asks of people: the head turned to the person's own side, and back to the screen.
  void turn(Side side);
  void look_back();

  // Faults: the same picture with the same sequence again and again; a covered lens (black, but alive).
  void freeze(bool frozen);
  void cover(bool covered);

  // 640x480 RGB. Waits until a frame is due (the rate is kept), then renders. Sequence counts frames, taken is the moment of
  // exposure. Reasons: those of Renderer::render.
  [[nodiscard]] Result<ports::Frame> next();
  [[nodiscard]] std::uint64_t frames() const { return given_; }  // given so far, frozen ones too

 private:
  [[nodiscard]] double seconds(SteadyTime time) const { return std::chrono::duration<double>(time - origin_).count(); }
  void get_people_ready(const std::stop_token& stop);

  const SteadyTime origin_;
  const std::chrono::nanoseconds interval_;

  mutable std::mutex acting_;  // guards the next four
  Actor actor_;
  bool frozen_ = false;
  bool covered_ = false;
  std::optional<people::Person> expected_;
  std::condition_variable_any expecting_;

  std::mutex rendering_;  // guards the rest
  people::Renderer renderer_;
  std::uint64_t sequence_ = 0;
  std::atomic<std::uint64_t> given_{0};
  SteadyTime due_{};
  std::optional<ports::Frame> last_;
  std::jthread helper_;
};

}  // namespace omote::sim::camera
