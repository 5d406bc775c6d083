#include "ports/face_port.hpp"

namespace omote::ports {

std::string_view to_string(FaceHint hint) {
  switch (hint) {
    case FaceHint::None: return "none";
    case FaceHint::NoFace: return "no_face";
    case FaceHint::SeveralFaces: return "several_faces";
    case FaceHint::TooNear: return "too_near";
    case FaceHint::TooFar: return "too_far";
    case FaceHint::OffCentre: return "off_centre";
    case FaceHint::LookStraight: return "look_straight";
    case FaceHint::TooDark: return "too_dark";
    case FaceHint::TooBright: return "too_bright";
    case FaceHint::LightBehind: return "light_behind";
    case FaceHint::Blurred: return "blurred";
    case FaceHint::Mask: return "mask";
    case FaceHint::EyesCovered: return "eyes_covered";
    case FaceHint::HoldStill: return "hold_still";
    case FaceHint::TurnLeft: return "turn_left";
    case FaceHint::TurnRight: return "turn_right";
    case FaceHint::LookBack: return "look_back";
    case FaceHint::Frozen: return "frozen";
  }
  return "none";
}

std::string_view to_string(FaceDecision decision) {
  switch (decision) {
    case FaceDecision::Matched: return "matched";
    case FaceDecision::OtherPerson: return "other_person";
    case FaceDecision::NotLive: return "not_live";
    case FaceDecision::PhotoUnusable: return "photo_unusable";
  }
  return "other_person";
}

}  // namespace omote::ports
