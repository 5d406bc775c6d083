// The frame stream of the simulated cameras, over a UNIX socket: the client sends one byte 'F' for each frame it wants; the
// server answers with 32 bytes, little-endian (u32 "OMF1", u32 width, u32 height, u32 format = 1 for RGB8, u64 sequence,
// u64 microseconds), and width*height*3 bytes; or with "OMFB" at the beginning of the 32 bytes: another program uses it.
#pragma once

#include <filesystem>

#include "ports/camera_port.hpp"

namespace omote::vision::camera {

class StreamCamera final : public ports::CameraPort {
 public:
  explicit StreamCamera(std::filesystem::path socket);
  ~StreamCamera() override;
  StreamCamera(const StreamCamera&) = delete;
  StreamCamera& operator=(const StreamCamera&) = delete;

  // Connects at the first call and again after a loss. The frame's time is that of its arrival.
  // Reasons: stream_not_connected, stream_lost, stream_busy, stream_format_wrong.
  [[nodiscard]] Result<ports::Frame> next(std::chrono::milliseconds time) override;
  void rest() override;
  [[nodiscard]] std::string description() const override { return "frame stream " + socket_.string(); }

 private:
  [[nodiscard]] Result<void> connect();
  [[nodiscard]] bool receive(std::uint8_t* to, std::size_t count, SteadyTime until) const;
  std::filesystem::path socket_;
  int descriptor_ = -1;
};

}  // namespace omote::vision::camera
