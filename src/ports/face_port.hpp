// 1:1 face verification with liveness: the person before the camera against the photo in the card's chip.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "ports/image.hpp"

namespace omote::ports {

// What keeps the face from being taken, one at a time, in the order of reference/face.md §9.
enum class FaceHint {
  None,
  NoFace,
  SeveralFaces,
  TooNear,
  TooFar,
  OffCentre,
  LookStraight,
  TooDark,
  TooBright,
  LightBehind,
  Blurred,
  Mask,
  EyesCovered,
  HoldStill,
  TurnLeft,  // liveness challenge, as the person sees it: turn the head to your left
  TurnRight,
  LookBack,  // and back to the screen
  Frozen     // the camera repeats itself
};
[[nodiscard]] std::string_view to_string(FaceHint hint);

enum class FaceDecision {
  Matched,
  OtherPerson,   // enough good frames, distance above the threshold
  NotLive,       // a picture, a screen, a frozen stream
  PhotoUnusable  // no face found in the chip's photo
};
[[nodiscard]] std::string_view to_string(FaceDecision decision);

// Central policy (design §4): the exponent n of the false accept rate 1e-n, 2 to 4.
struct FacePolicy {
  int security_level = 3;
  bool liveness_challenge = true;
};

struct FaceVerdict {
  FaceDecision decision = FaceDecision::OtherPerson;
  double distance = 2;  // median of the frames used
  double threshold = 0;
  double liveness = 0;  // 0 to 1
  int frames = 0;       // good frames used
};

struct FaceProgress {
  FaceHint hint = FaceHint::None;
  double progress = 0;  // 0 to 1, for the ring on the screen
  std::optional<FaceVerdict> verdict;
};

// Used by one thread; begin, observe for each frame until a verdict or the time is up (the caller's clock), end.
class FacePort {
 public:
  virtual ~FacePort() = default;
  // Reason: face_photo_unusable (no face found in the photo).
  [[nodiscard]] virtual Result<void> begin(const GreyImage& card_photo, const FacePolicy& policy) = 0;
  [[nodiscard]] virtual FaceProgress observe(const Frame& frame) = 0;
  virtual void end() = 0;  // forgets and wipes photo, templates and frames
};

}  // namespace omote::ports
