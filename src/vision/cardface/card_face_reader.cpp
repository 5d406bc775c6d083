#include "vision/cardface/card_face_reader.hpp"

#include <algorithm>
#include <utility>

namespace omote::vision::cardface {

using ports::CardFaceSight;

void NumberVote::add(const FrameReading& reading, const std::array<std::uint8_t, 32>& picture) {
  if (!reading.accepted()) return;
  if (pictures_.empty())
    number_ = reading.number_b.copy();
  else if (!same(number_, reading.number_b))
    dissent_ = true;
  if (std::ranges::find(pictures_, picture) == pictures_.end()) pictures_.push_back(picture);
}

void NumberVote::clear() {
  number_.wipe();
  pictures_.clear();
  dissent_ = false;
}

Result<CardFaceReader> CardFaceReader::built_in() {
  Result<Profile> profile = built_in_specimen_profile();
  if (!profile) return pass(profile);
  Result<PrintNet> net = PrintNet::built_in();
  if (!net) return pass(net);
  return CardFaceReader(FrameReader(std::move(*profile), std::move(*net)));
}

void CardFaceReader::begin(std::optional<Date> chip_expiry) {
  end();
  chip_expiry_ = chip_expiry;
}

void CardFaceReader::end() {
  vote_.clear();
  chip_expiry_.reset();
  differing_ = 0;
}

CardFaceSight CardFaceReader::sight_of(const FrameReading& reading) {
  switch (reading.doubt) {
    case Doubt::NoCard: return CardFaceSight::Nothing;
    case Doubt::OtherCard: return CardFaceSight::Other;
    case Doubt::BackSide: return CardFaceSight::Back;
    case Doubt::WesternBirth: return CardFaceSight::Western;
    case Doubt::ExpiryDiffers: return ++differing_ >= 2 ? CardFaceSight::Mismatch : CardFaceSight::Reading;
    case Doubt::None: return CardFaceSight::Reading;
    default: return reading.sleeve ? CardFaceSight::Sleeve : CardFaceSight::Unclear;
  }
}

ports::CardFaceProgress CardFaceReader::observe(const ports::Frame& frame) {
  const FrameReading reading = reader_.read(frame, chip_expiry_);
  ports::CardFaceProgress progress;
  progress.sight = sight_of(reading);
  // Another card may lie there next: old votes say nothing about it.
  if (reading.doubt == Doubt::NoCard || reading.doubt == Doubt::OtherCard || reading.doubt == Doubt::BackSide) {
    vote_.clear();
    differing_ = 0;
    return progress;
  }
  if (!chip_expiry_ || !reading.accepted()) return progress;
  vote_.add(reading, sha256(frame.pixels));
  if (vote_.dissent()) progress.sight = CardFaceSight::Unclear;
  if (!vote_.agreed()) return progress;
  progress.sight = CardFaceSight::Agreed;
  progress.number_b = vote_.number().copy();
  return progress;
}

}  // namespace omote::vision::cardface
