// Liveness of pictures that were taken without a challenge: what `omote vision live` reports.
#pragma once

#include <optional>
#include <vector>

#include "ports/image.hpp"
#include "vision/face/face_analyser.hpp"
#include "vision/face/quality.hpp"

namespace omote::vision::liveness {

struct SequenceFrame {
  bool found = false;
  bool repeated = false;  // byte for byte a picture that was there before
  face::Quality quality;
  face::Landmarks landmarks{};
  face::Embedding embedding{};
};

struct SequenceCues {
  double turn = 0;                 // degrees between the straightest face and the one turned most
  std::optional<double> parallax;  // median over the turned frames; none when nothing turned far enough
  std::optional<double> stranger;  // distance of the least similar face of the sequence from the straightest
  int repeated = 0;
  double texture = 0;  // median
};

struct SequenceVerdict {
  bool live = false;
  double score = 0;  // 0 to 1; a turn decides when there is one, else only the texture speaks, and at most 0.5 is given
  std::string_view rests_on = "nothing";  // turn, texture, nothing
  SequenceCues cues;
};

// One thread with the analyser.
[[nodiscard]] SequenceFrame see(face::FaceAnalyser& analyser, const ports::Frame& frame);
// `same_person` is the greatest distance between two pictures of one person.
[[nodiscard]] SequenceVerdict judge(std::vector<SequenceFrame>& frames, double same_person);

}  // namespace omote::vision::liveness
