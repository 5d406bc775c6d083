// The tray with its camera: a card laid somewhere on it, seen from above, with all that spoils a picture.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "ports/image.hpp"
#include "sim/cardface/card_print.hpp"

namespace omote::sim::cardface {

inline constexpr int kTrayWidth = 1280;
inline constexpr int kTrayHeight = 960;

// One picture's circumstances. Lengths in camera pixels where not said otherwise.
struct View {
  double pixels_per_mm = 11.5;
  double angle = 0;  // degrees, small
  double centre_x = 640, centre_y = 480;
  double tilt_x = 0, tilt_y = 0;        // perspective, share of size from edge to edge
  double blur = 0.5;                    // sigma
  double noise = 2.0;                   // sigma, grey steps
  double light = 1.0;                   // factor
  double slope = 0.0;                   // of the light across the picture, share
  double tray = 118;                    // grey of the tray
  double warmth = 0.0;                  // red against blue, share
  double glare = 0.0;                   // strength of one bright spot, 0…1
  double glare_x = 0.5, glare_y = 0.5;  // on the card, shares
  double glare_size = 0.15;
  bool sleeve = false;
  double haze = 0.3;     // of the sleeve, 0 clear … 1 milky
  double streaks = 0.5;  // of the sleeve, strength
  bool back = false;
  bool turned = false;  // by 180°
};

// How hard a random view is: Clean, Normal (everyday faults, a tenth in sleeves), Hard.
enum class Hardness { Clean, Normal, Hard };
[[nodiscard]] View random_view(std::uint64_t seed, Hardness hardness);
// The same lying card in another picture: position and light almost kept, noise anew.
[[nodiscard]] View nudged(const View& view, std::uint64_t seed);

// RGB, kTrayWidth x kTrayHeight; without a card only the tray. `scene_seed` makes what lies there (the tray's grain, the
// sleeve's streaks), `noise_seed` the camera's noise. The same arguments give the same picture.
[[nodiscard]] cv::Mat render(const DrawnCard* card, const View& view, std::uint64_t scene_seed, std::uint64_t noise_seed);

enum class TrayItem { Nothing, Card, OtherCard };

// What lies on the tray, as the bench arranges it.
struct TrayState {
  TrayItem item = TrayItem::Nothing;
  std::shared_ptr<const DrawnCard> card;  // of the persona; for OtherCard made by draw_other_card
  bool back = false;
  bool turned = false;
  bool sleeve = false;
  bool covered = false;  // something opaque lies on the lens
  double light = 1.0;
  double blur = 0.5;
  double glare = 0.0;
};

// The camera above the tray: 1280x960 pictures, each a little different, the same for the same seed and frame number.
// Thread safe: arrange and frame may be called from different threads.
class TrayCamera {
 public:
  explicit TrayCamera(std::uint64_t seed = 1) : seed_(seed) {}
  void arrange(TrayState state);
  [[nodiscard]] TrayState state() const;
  // The next picture; the sequence counts from 1.
  [[nodiscard]] ports::Frame frame();
  [[nodiscard]] std::uint64_t frames() const;  // given so far

 private:
  mutable std::mutex mutex_;
  TrayState state_;
  std::uint64_t seed_;
  std::uint64_t sequence_ = 0;
  std::uint64_t arrangement_ = 0;  // a card laid anew lies a little differently
};

// One picture of a state, without a camera object.
[[nodiscard]] ports::Frame render_frame(const TrayState& state, std::uint64_t seed, std::uint64_t arrangement,
                                        std::uint64_t sequence);

}  // namespace omote::sim::cardface
