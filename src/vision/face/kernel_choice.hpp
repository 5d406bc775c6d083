// Which copy of the kernels this processor can run.
#pragma once

#include <span>
#include <string_view>

#include "vision/face/kernel_api.hpp"

namespace omote::vision::face {

// All that this processor (and the operating system, which must save the registers) can run, slowest first.
[[nodiscard]] std::span<const Kernels* const> available_kernels();
// The last of them.
[[nodiscard]] const Kernels& best_kernels();

}  // namespace omote::vision::face
