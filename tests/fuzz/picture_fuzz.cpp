// A picture file of any bytes, as the command line reads it and as a camera's JPEG arrives.
#include <cstdlib>

#include "vision/camera/image_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto frame = omote::vision::camera::decode_image({data, size}, "fuzz");
  if (frame && frame->pixels.size() != static_cast<std::size_t>(frame->width) * frame->height * 3) std::abort();
  static_cast<void>(omote::vision::camera::decode_jpeg({data, size}));
  return 0;
}
