// A camera of Linux' Video4Linux2: memory-mapped buffers, YUYV or MJPEG.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "ports/camera_port.hpp"

namespace omote::vision::camera {

struct V4l2Settings {
  std::filesystem::path device = "/dev/video0";
  int width = 640;  // wishes: the driver gives what is nearest
  int height = 480;
};

class V4l2Camera final : public ports::CameraPort {
 public:
  explicit V4l2Camera(V4l2Settings settings);
  ~V4l2Camera() override;
  V4l2Camera(const V4l2Camera&) = delete;
  V4l2Camera& operator=(const V4l2Camera&) = delete;

  // The newest picture: older ones that waited are skipped, and damaged ones too. Opens the device at the first call and
  // again after a loss. Reasons: camera_missing, camera_busy, camera_not_capturing, camera_format_unknown,
  // camera_start_failed, camera_lost, camera_no_frame.
  [[nodiscard]] Result<ports::Frame> next(std::chrono::milliseconds time) override;
  void rest() override;
  [[nodiscard]] std::string description() const override;

 private:
  [[nodiscard]] Result<void> open();
  [[nodiscard]] Result<void> choose_format();
  [[nodiscard]] Result<void> start();
  // The number of a filled buffer that is now ours, -1 when none is ready, -2 when the device is gone.
  [[nodiscard]] int take(std::uint64_t& sequence, std::size_t& used) const;
  bool give_back(int buffer) const;
  [[nodiscard]] Result<ports::Frame> convert(ByteView bytes) const;

  V4l2Settings settings_;
  int descriptor_ = -1;
  bool running_ = false;
  std::string card_;
  std::uint32_t format_ = 0;
  int width_ = 0;
  int height_ = 0;
  int stride_ = 0;
  std::vector<std::span<std::uint8_t>> buffers_;
};

}  // namespace omote::vision::camera
