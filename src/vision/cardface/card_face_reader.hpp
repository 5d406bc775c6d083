// The card front over several frames: two frames must give the same number and none another.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "ports/card_face_port.hpp"
#include "vision/cardface/frame_reader.hpp"

namespace omote::vision::cardface {

// Collects accepted readings. The same picture twice counts once; one differing number spoils the vote until cleared.
class NumberVote {
 public:
  // `picture`: the frame's digest. Only accepted readings are counted.
  void add(const FrameReading& reading, const std::array<std::uint8_t, 32>& picture);
  [[nodiscard]] bool agreed() const { return !dissent_ && pictures_.size() >= 2; }
  [[nodiscard]] bool dissent() const { return dissent_; }
  [[nodiscard]] const Secret& number() const { return number_; }
  void clear();

 private:
  Secret number_;
  std::vector<std::array<std::uint8_t, 32>> pictures_;
  bool dissent_ = false;
};

class CardFaceReader final : public ports::CardFacePort {
 public:
  explicit CardFaceReader(FrameReader reader) : reader_(std::move(reader)) {}
  // With the profile and the net that come with the program. Reasons: card_profile_wrong, print_net_damaged.
  static Result<CardFaceReader> built_in();

  void begin(std::optional<Date> chip_expiry) override;
  [[nodiscard]] ports::CardFaceProgress observe(const ports::Frame& frame) override;
  void end() override;

 private:
  [[nodiscard]] ports::CardFaceSight sight_of(const FrameReading& reading);

  FrameReader reader_;
  std::optional<Date> chip_expiry_;
  NumberVote vote_;
  int differing_ = 0;  // frames in which print and chip disagreed
};

}  // namespace omote::vision::cardface
