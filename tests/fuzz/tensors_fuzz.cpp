// A tensor file of any bytes under a digest that agrees, and a network that asks for its tensors.
#include "vision/face/kernel_choice.hpp"
#include "vision/face/nets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace omote::vision::face;
  omote::Bytes bytes(data, data + size);
  omote::append(bytes, omote::sha256(bytes));
  const auto file = TensorFile::parse(bytes, "fuzz");
  if (file) static_cast<void>(Network::make(face_landmark_68(), *file, best_kernels()));
  return 0;
}
