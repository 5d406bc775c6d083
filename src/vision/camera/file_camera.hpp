// Picture files as a camera, one after the other: for the command line and for tests.
#pragma once

#include <filesystem>
#include <vector>

#include "ports/camera_port.hpp"

namespace omote::vision::camera {

class FileCamera final : public ports::CameraPort {
 public:
  // The frames' times are `apart` apart, from the steady clock's beginning, however fast they are read.
  explicit FileCamera(std::vector<std::filesystem::path> files, std::chrono::milliseconds apart = std::chrono::milliseconds{100});
  // Reasons: those of read_image; camera_files_ended after the last one.
  [[nodiscard]] Result<ports::Frame> next(std::chrono::milliseconds time) override;
  void rest() override { position_ = 0; }
  [[nodiscard]] std::string description() const override;

 private:
  std::vector<std::filesystem::path> files_;
  std::chrono::milliseconds apart_;
  std::size_t position_ = 0;
};

}  // namespace omote::vision::camera
