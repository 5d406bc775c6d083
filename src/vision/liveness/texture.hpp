// What a single picture says about being a print: prints are softer, greyer and shine less than skin. A weak cue, tuned on one
// camera (docs/models.md has the figures); never enough to accept anybody.
#pragma once

#include "vision/face/quality.hpp"

namespace omote::vision::liveness {

// 0 (print) to 1 (skin).
[[nodiscard]] double texture_score(const face::Quality& quality);

}  // namespace omote::vision::liveness
