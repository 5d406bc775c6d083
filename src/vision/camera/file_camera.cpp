#include "vision/camera/file_camera.hpp"

#include "vision/camera/image_file.hpp"

namespace omote::vision::camera {

FileCamera::FileCamera(std::vector<std::filesystem::path> files, std::chrono::milliseconds apart)
    : files_(std::move(files)), apart_(apart) {}

Result<ports::Frame> FileCamera::next(std::chrono::milliseconds) {
  if (position_ >= files_.size()) return fail("camera_files_ended", description());
  auto frame = read_image(files_[position_]);
  if (!frame) return frame;
  frame->sequence = ++position_;
  frame->taken = SteadyTime{} + apart_ * static_cast<int>(position_);
  return frame;
}

std::string FileCamera::description() const {
  return std::to_string(files_.size()) + " picture files";
}

}  // namespace omote::vision::camera
