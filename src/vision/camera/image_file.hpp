// Pictures from files and buffers, for the command line and for cameras that send JPEG: PNG, JPEG, PGM and PPM (8 bits).
// Not for bytes that come from a card: those go through the jailed decoder.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "ports/image.hpp"

namespace omote::vision::camera {

// Reasons: file_missing, file_unreadable, file_too_large, image_format_unknown, image_damaged.
[[nodiscard]] Result<ports::Frame> read_image(const std::filesystem::path& path);
// The format is told from the first bytes; `name` is for messages. Sides are 16 to 8192 pixels.
[[nodiscard]] Result<ports::Frame> decode_image(ByteView bytes, const std::string& name);
// Reason: jpeg_damaged. A picture that ends early is taken as damaged, as cameras drop bytes.
[[nodiscard]] Result<ports::Frame> decode_jpeg(ByteView bytes);
// Luma (BT.601), for the photo side of a comparison.
[[nodiscard]] ports::GreyImage to_grey(const ports::Frame& frame);

}  // namespace omote::vision::camera
