// The card's photo format: JPEG 2000 in a JP2 container, one grey component (reference/card.md §1.5, DF27).
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "ports/image.hpp"

namespace omote::sim::card {

// About `size` bytes (the default gives 240x320 photos of 6 kB). Reason: photo_not_encoded.
[[nodiscard]] Result<Bytes> encode_jp2(const ports::GreyImage& image, std::size_t size = 6000);

// 240x320: a drawn head and shoulders with 見本 across and "no rendered person" below, for runs without the renderer of
// people. No face detector finds a face in it, and it says so itself. Reasons: font_missing, font_unreadable.
[[nodiscard]] Result<ports::GreyImage> placeholder_photo();

}  // namespace omote::sim::card
