#include "vision/face/face_verifier.hpp"

#include <algorithm>

#include "base/secret.hpp"
#include "vision/liveness/parallax.hpp"

namespace omote::vision::face {

using liveness::Side;
using liveness::TurnStep;
using ports::FaceDecision;
using ports::FaceHint;
using ports::FaceProgress;

namespace {

// Between two frames the face may move by this share of its eye distance; more is motion, and blurs.
constexpr double kStill = 0.35;
constexpr double kFarTurned = 35;
// Of the whole ring on the screen, when a head turn follows.
constexpr double kMatchingShare = 0.4;

Side draw() {
  return random_bytes(1)[0] & 1 ? Side::Left : Side::Right;
}

}  // namespace

double Comparison::threshold(int level) const {
  return settings.means ? settings.means->thresholds.at(level) : settings.raw_thresholds.at(level);
}
Embedding Comparison::card_side(const Embedding& e) const {
  return settings.means ? centred(e, settings.means->card) : e;
}
Embedding Comparison::live_side(const Embedding& e) const {
  return settings.means ? centred(e, settings.means->live) : e;
}

FaceVerifier::FaceVerifier(FaceAnalyser analyser, FaceVerifierSettings settings)
    : analyser_(std::move(analyser)), settings_(std::move(settings)) {}

FaceVerifier::~FaceVerifier() {
  end();
}

Result<void> FaceVerifier::begin(const ports::GreyImage& card_photo, const ports::FacePolicy& policy) {
  end();
  policy_ = policy;
  const auto picture = Picture::of(card_photo);
  const auto box = picture ? analyser_.find(*picture) : std::nullopt;
  std::optional<Landmarks> face;
  if (box) face = analyser_.landmarks(*picture, *box);
  if (!face || eye_distance(*face) < settings_.least_photo_eye_distance)
    return fail("face_photo_unusable", face ? "the face is too small" : "no face found");
  Embedding raw = analyser_.embed(*picture, *face);
  card_ = Comparison{settings_}.card_side(raw);
  face::wipe(raw);
  good_.reserve(static_cast<std::size_t>(settings_.most_frames) + 1);
  phase_ = Phase::Matching;
  return {};
}

void FaceVerifier::end() {
  for (Seen& seen : good_) wipe_memory(&seen, sizeof seen);
  good_.clear();
  distances_.clear();
  face::wipe(card_);
  challenge_.reset();
  last_place_.reset();
  frozen_.reset();
  analyser_.wipe();
  phase_ = Phase::Idle;
  last_ = {};
}

FaceProgress FaceVerifier::observe(const ports::Frame& frame) {
  if (phase_ == Phase::Idle || phase_ == Phase::Done) return last_;
  if (const auto repeated = frozen_.observe(frame)) {
    // Nothing is learnt from the same picture twice; a camera that is merely slow is not blamed for it.
    if (*repeated >= settings_.frozen_refusal) return last_ = decide(FaceDecision::NotLive);
    if (*repeated >= settings_.frozen_hint) last_ = hint(FaceHint::Frozen);
    return last_;
  }
  return last_ = look(frame);
}

FaceProgress FaceVerifier::look(const ports::Frame& frame) {
  const auto picture = Picture::of(frame);
  if (!picture) return hint(FaceHint::NoFace);
  const auto boxes = analyser_.detect(*picture);
  if (boxes.empty()) return hint(phase_ == Phase::Turning ? turn_hint() : FaceHint::NoFace);
  // A picture of the person matches and cannot turn; whoever only waited may try again.
  if (phase_ == Phase::Turning && frame.taken - turn_began_ >= settings_.turn_limit) return decide(FaceDecision::NotLive);
  if (several(boxes)) return hint(FaceHint::SeveralFaces);
  const Landmarks face = analyser_.landmarks(*picture, boxes.front());
  if (const FaceHint found = first_hint(measure(*picture, face), settings_.quality, phase_ == Phase::Turning);
      found != FaceHint::None)
    return hint(found);
  return phase_ == Phase::Turning ? turn(*picture, face) : match(*picture, face, frame.taken);
}

FaceProgress FaceVerifier::match(const Picture& picture, const Landmarks& face, SteadyTime taken) {
  const Point place = mean(face);
  const bool still = !last_place_ || distance(place, *last_place_) < kStill * eye_distance(face);
  last_place_ = place;
  if (!still) return hint(FaceHint::HoldStill);

  Embedding raw = analyser_.embed(picture, face);
  if (good_.empty()) first_good_ = taken;
  if (static_cast<int>(good_.size()) >= settings_.most_frames) {
    wipe_memory(good_.data(), sizeof(Seen));
    good_.erase(good_.begin());
    distances_.erase(distances_.begin());
  }
  good_.push_back({Comparison{settings_}.live_side(raw), face});
  face::wipe(raw);
  distances_.push_back(distance(card_, good_.back().embedding));

  const int frames = static_cast<int>(good_.size());
  if (frames < settings_.enough_frames) return hint(FaceHint::None);
  if (median_distance() < Comparison{settings_}.threshold(policy_.security_level)) {
    if (!policy_.liveness_challenge) return decide(FaceDecision::Matched);
    start_turn(taken);
    return hint(turn_hint());
  }
  if (frames >= settings_.most_frames && taken - first_good_ >= settings_.least_time) return decide(FaceDecision::OtherPerson);
  return hint(FaceHint::None);
}

void FaceVerifier::start_turn(SteadyTime now) {
  phase_ = Phase::Turning;
  turn_began_ = now;
  const Side side = settings_.draw_side ? settings_.draw_side() : draw();
  challenge_.emplace(side, good_.back().landmarks, settings_.turn);
}

FaceProgress FaceVerifier::turn(const Picture& picture, const Landmarks& face) {
  // Far turned, the embedding says little about anybody, so nothing is learnt from such a frame.
  if (std::abs(estimate_pose(face).yaw) > kFarTurned) return hint(turn_hint());
  Embedding raw = analyser_.embed(picture, face);
  Embedding now = Comparison{settings_}.live_side(raw);
  face::wipe(raw);
  // Nobody may step in during the turn: every face of it stays near to one of those that matched.
  double nearest = 2;
  for (const Seen& seen : good_) nearest = std::min(nearest, distance(seen.embedding, now));
  const double threshold = Comparison{settings_}.threshold(policy_.security_level);
  const bool same_person = nearest < threshold + settings_.turn_allowance;
  const TurnStep before = challenge_->step();
  const double to_card = distance(card_, now);
  face::wipe(now);
  const TurnStep step = challenge_->observe(face, same_person);
  if (step == TurnStep::Failed) return decide(FaceDecision::NotLive);
  if (step == TurnStep::Passed) {
    // Who looks back is who was asked.
    if (before == TurnStep::Back && to_card < threshold + settings_.turn_allowance) return decide(FaceDecision::Matched);
    return decide(FaceDecision::NotLive);
  }
  return hint(turn_hint());
}

FaceHint FaceVerifier::turn_hint() const {
  if (challenge_->step() == TurnStep::Back) return FaceHint::LookBack;
  return challenge_->side() == Side::Left ? FaceHint::TurnLeft : FaceHint::TurnRight;
}

FaceProgress FaceVerifier::hint(FaceHint hint) const {
  return {hint, progress(), std::nullopt};
}

FaceProgress FaceVerifier::decide(FaceDecision decision) {
  ports::FaceVerdict verdict;
  verdict.decision = decision;
  verdict.threshold = Comparison{settings_}.threshold(policy_.security_level);
  verdict.frames = static_cast<int>(good_.size());
  if (!distances_.empty()) verdict.distance = median_distance();
  if (challenge_) verdict.liveness = liveness::parallax_score(challenge_->parallax());
  phase_ = Phase::Done;
  FaceProgress progress{FaceHint::None, 1, verdict};
  return progress;
}

double FaceVerifier::median_distance() const {
  std::vector<double> sorted = distances_;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::ranges::nth_element(sorted, middle);
  return *middle;
}

double FaceVerifier::progress() const {
  if (phase_ == Phase::Turning) return kMatchingShare + (1 - kMatchingShare) * challenge_->progress();
  const double share = policy_.liveness_challenge ? kMatchingShare : 1;
  return share * std::min<double>(1, static_cast<double>(good_.size()) / settings_.enough_frames);
}

}  // namespace omote::vision::face
