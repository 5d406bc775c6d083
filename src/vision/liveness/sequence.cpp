#include "vision/liveness/sequence.hpp"

#include <algorithm>
#include <cmath>

#include "vision/liveness/parallax.hpp"
#include "vision/liveness/texture.hpp"

namespace omote::vision::liveness {
namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

double off_straight(const SequenceFrame* f) {
  return std::abs(f->quality.pose.yaw) + std::abs(f->quality.pose.pitch);
}

SequenceCues measure_cues(const std::vector<const SequenceFrame*>& found) {
  SequenceCues cues;
  const SequenceFrame& straight = **std::ranges::min_element(found, {}, off_straight);
  std::vector<double> parallaxes;
  std::vector<double> textures;
  for (const SequenceFrame* f : found) {
    textures.push_back(texture_score(f->quality));
    if (f == &straight) continue;
    const double turn = std::abs(f->quality.pose.yaw - straight.quality.pose.yaw);
    cues.turn = std::max(cues.turn, turn);
    cues.stranger = std::max(cues.stranger.value_or(0), face::distance(straight.embedding, f->embedding));
    if (turn >= kLeastTurn) parallaxes.push_back(parallax(straight.landmarks, f->landmarks));
  }
  if (!parallaxes.empty()) cues.parallax = median(parallaxes);
  cues.texture = median(textures);
  return cues;
}

}  // namespace

SequenceFrame see(face::FaceAnalyser& analyser, const ports::Frame& frame) {
  SequenceFrame seen;
  const auto picture = face::Picture::of(frame);
  const auto box = picture ? analyser.find(*picture) : std::nullopt;
  if (!box) return seen;
  seen.found = true;
  seen.landmarks = analyser.landmarks(*picture, *box);
  seen.quality = face::measure(*picture, seen.landmarks);
  seen.embedding = analyser.embed(*picture, seen.landmarks);
  return seen;
}

SequenceVerdict judge(std::vector<SequenceFrame>& frames, double same_person) {
  std::vector<const SequenceFrame*> found;
  int repeated = 0;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (!frames[i].found) continue;
    // The same bytes give the same embedding, to the last bit; a camera never does that twice.
    frames[i].repeated = std::ranges::any_of(found, [&](const auto* f) { return f->embedding == frames[i].embedding; });
    if (frames[i].repeated)
      ++repeated;
    else
      found.push_back(&frames[i]);
  }
  SequenceVerdict verdict;
  if (found.empty()) return verdict;
  verdict.cues = measure_cues(found);
  verdict.cues.repeated = repeated;
  const bool one_person = verdict.cues.stranger.value_or(0) < same_person;
  if (verdict.cues.parallax) {
    verdict.rests_on = "turn";
    verdict.score = parallax_score(*verdict.cues.parallax);
    verdict.live = *verdict.cues.parallax >= kFlatParallax && one_person && repeated == 0;
  } else {
    verdict.rests_on = "texture";
    verdict.score = verdict.cues.texture / 2;
  }
  if (!one_person || repeated > 0) verdict.score = std::min(verdict.score, 0.1);
  return verdict;
}

}  // namespace omote::vision::liveness
