// What a reader sees of any card.
#pragma once

#include "base/bytes.hpp"

namespace omote::sim::card {

// One thread at a time; the reader sees to that.
class SmartCard {
 public:
  virtual ~SmartCard() = default;
  [[nodiscard]] virtual Bytes atr() const = 0;
  virtual void power_on() = 0;
  virtual void power_off() = 0;
  // A warm reset.
  virtual void reset() = 0;
  // Answer data and status word, at least two bytes. Never takes time of its own (card_timing.hpp does).
  [[nodiscard]] virtual Bytes transmit(ByteView command) = 0;
};

// Any other card: answers every command with one status word (6A82 unless told otherwise).
class OtherCard final : public SmartCard {
 public:
  explicit OtherCard(Bytes atr, std::uint16_t status = 0x6A82) : atr_(std::move(atr)), status_(status) {}
  [[nodiscard]] Bytes atr() const override { return atr_; }
  void power_on() override {}
  void power_off() override {}
  void reset() override {}
  [[nodiscard]] Bytes transmit(ByteView) override {
    return {static_cast<std::uint8_t>(status_ >> 8), static_cast<std::uint8_t>(status_)};
  }

 private:
  Bytes atr_;
  std::uint16_t status_;
};

// Answers to reset, all from reference/card.md §1.1.
inline const Bytes kContactlessAtr{0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x05, 0xE0, 0xB3, 0x81, 0xA1, 0x00, 0x7F};
inline const Bytes kContactAtr{0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14};
inline const Bytes kTransitCardAtr{0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00,
                                   0x03, 0x06, 0x11, 0x00, 0x3B, 0x00, 0x00, 0x00, 0x00, 0x42};
inline const Bytes kDrivingLicenceAtr{0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x00, 0x00, 0x91, 0x81, 0xC1, 0x00, 0xD8};

}  // namespace omote::sim::card
