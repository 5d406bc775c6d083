// The card's photo, decoded where it can do no harm: in a process of its own per picture, jailed before it sees a byte
// (reference/trust.md F035-F037). The next process waits warm, so that a visit does not pay for its start.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "ports/image.hpp"

namespace omote::vision::decode {

class PhotoDecoder {
 public:
  // `program`: empty for omote-photo-decoder beside the running program, or in ../bin. Reason: photo_decoder_missing.
  [[nodiscard]] static Result<PhotoDecoder> open(std::filesystem::path program = {});
  PhotoDecoder(PhotoDecoder&&) noexcept;
  PhotoDecoder& operator=(PhotoDecoder&&) noexcept;
  ~PhotoDecoder();

  // JP2 or a bare code stream, one or three components, sides up to 2000. Any thread, one picture at a time; at most 10 s.
  // Reasons: photo_refused (context: why), photo_decoder_ended (it was killed in its jail, or took too long), and those of
  // start_process.
  [[nodiscard]] Result<ports::GreyImage> decode(ByteView jp2);

 private:
  struct Inside;
  explicit PhotoDecoder(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace omote::vision::decode
