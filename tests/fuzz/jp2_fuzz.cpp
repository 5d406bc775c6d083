// The JPEG 2000 decoder without its jail: what it gives must have the size that it says.
#include <cstdlib>

#include "vision/decode/jp2.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto decoded = omote::vision::decode::decode_jp2({data, size});
  if (decoded.refusal != omote::vision::decode::Refusal::None) return 0;
  const auto& image = decoded.image;
  const auto expected = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
  if (image.width > omote::vision::decode::kLargestSide || image.pixels.size() != expected) std::abort();
  return 0;
}
