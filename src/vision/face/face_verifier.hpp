// The person before the camera against the photo in the chip: quality hints, distance over several good frames, and a head
// turn as proof of life. Implements ports::FacePort.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "ports/face_port.hpp"
#include "vision/face/face_analyser.hpp"
#include "vision/face/mean_vector.hpp"
#include "vision/face/quality.hpp"
#include "vision/liveness/frozen.hpp"
#include "vision/liveness/head_turn.hpp"

namespace omote::vision::face {

struct FaceVerifierSettings {
  std::optional<MeanVectors> means;  // of this environment, or none: then the raw distance
  Thresholds raw_thresholds = kRawThresholds;
  QualityLimits quality;
  liveness::TurnLimits turn;
  int enough_frames = 3;                           // good frames for a match
  int most_frames = 10;                            // and for a refusal, over at least …
  std::chrono::milliseconds least_time{1500};      // … this time
  std::chrono::milliseconds frozen_hint{1000};     // a source that repeats itself this long is told,
  std::chrono::milliseconds frozen_refusal{4000};  // and this long is refused
  std::chrono::milliseconds turn_limit{15'000};    // a face that is there and does not turn as asked is refused
  double least_photo_eye_distance = 20;            // pixels between the eyes in the card's photo
  double turn_allowance = 0.15;                    // a turned face may be this much farther from itself than the threshold
  std::function<liveness::Side()> draw_side;       // empty: the operating system's generator
};

// The largest distance of the same person under these settings, and the distance of two embeddings.
struct Comparison {
  const FaceVerifierSettings& settings;
  [[nodiscard]] double threshold(int level) const;
  [[nodiscard]] Embedding card_side(const Embedding& e) const;
  [[nodiscard]] Embedding live_side(const Embedding& e) const;
};

class FaceVerifier final : public ports::FacePort {
 public:
  FaceVerifier(FaceAnalyser analyser, FaceVerifierSettings settings);
  ~FaceVerifier() override;
  FaceVerifier(const FaceVerifier&) = delete;
  FaceVerifier& operator=(const FaceVerifier&) = delete;

  [[nodiscard]] Result<void> begin(const ports::GreyImage& card_photo, const ports::FacePolicy& policy) override;
  // After a verdict, or without begin(), repeats the last progress.
  [[nodiscard]] ports::FaceProgress observe(const ports::Frame& frame) override;
  void end() override;

 private:
  enum class Phase { Idle, Matching, Turning, Done };
  struct Seen {
    Embedding embedding;
    Landmarks landmarks;
  };

  [[nodiscard]] ports::FaceProgress look(const ports::Frame& frame);
  [[nodiscard]] ports::FaceProgress match(const Picture& picture, const Landmarks& face, SteadyTime taken);
  [[nodiscard]] ports::FaceProgress turn(const Picture& picture, const Landmarks& face);
  [[nodiscard]] ports::FaceProgress hint(ports::FaceHint hint) const;
  [[nodiscard]] ports::FaceProgress decide(ports::FaceDecision decision);
  [[nodiscard]] ports::FaceHint turn_hint() const;
  [[nodiscard]] double median_distance() const;
  [[nodiscard]] double progress() const;
  void start_turn(SteadyTime now);

  FaceAnalyser analyser_;
  FaceVerifierSettings settings_;
  ports::FacePolicy policy_;
  Phase phase_ = Phase::Idle;
  Embedding card_{};
  std::vector<Seen> good_;  // reserved at once: a growing vector would leave templates behind
  std::vector<double> distances_;
  SteadyTime first_good_{}, turn_began_{};
  std::optional<Point> last_place_;
  liveness::FrozenWatch frozen_;
  std::optional<liveness::HeadTurn> challenge_;
  ports::FaceProgress last_;
};

}  // namespace omote::vision::face
