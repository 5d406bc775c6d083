// A My Number card as a smart card: commands, access conditions, try counters, status words of reference/card.md §1.
//
// Not simulated: secure messaging (CLA 0C: 6882; 80 AE: 66F1) and the PIN-less sequence of §1.8, whose middle is not
// public (80 A2 refuses as the real card refuses garbage: 6700).
#pragma once

#include <optional>
#include <set>
#include <string>

#include "sim/card/apdu.hpp"
#include "sim/card/file_system.hpp"
#include "sim/card/smart_card.hpp"
#include "sim/card/try_counters.hpp"

namespace omote::sim::card {

struct CardOptions {
  Bytes atr = kContactlessAtr;
  // The first command after power-up answers 6F00 (seen on real cards, reference/card.md §1.1).
  bool first_command_fails = false;
  // An empty VERIFY of a verified key answers 9000 instead of the tries left; OpenSC refuses such a card.
  bool verified_query_9000 = false;
};

class VirtualCard final : public SmartCard {
 public:
  VirtualCard(FileSystem files, TryCounters counters, CardOptions options = {});

  [[nodiscard]] Bytes atr() const override { return options_.atr; }
  void power_on() override;
  void power_off() override;  // clears the security state and the selected application
  void reset() override {}    // a real card keeps its security state (reference/card.md §1.7)
  [[nodiscard]] Bytes transmit(ByteView command) override;

  // Tries left on a key, as an operator of the simulation may look: "jpki", 0x0018. Nothing when there is no such key.
  [[nodiscard]] std::optional<int> tries(std::string_view application, std::uint16_t file) const;
  // Every wrong VERIFY this card has answered since it was made.
  [[nodiscard]] int tries_spent() const { return tries_spent_; }

 private:
  Bytes dispatch(const Apdu& apdu);
  Bytes dispatch_proprietary(const Apdu& apdu);
  Bytes select(const Apdu& apdu);
  Bytes select_application(const Apdu& apdu);
  Bytes select_file(ByteView id);
  Bytes read_binary(const Apdu& apdu);
  Bytes read_record(const Apdu& apdu);
  Bytes get_data(const Apdu& apdu) const;
  Bytes verify(const Apdu& apdu);
  Bytes compare(std::uint16_t id, ByteView entry);
  Bytes change_value(const Apdu& apdu, PinChange form);
  Bytes sign(const Apdu& apdu);
  Bytes internal_authenticate(const Apdu& apdu);
  // Id of the file that P2 names: the current one (80), or a short id. 0 when there is none.
  [[nodiscard]] std::uint16_t named_by(std::uint8_t p2) const;
  [[nodiscard]] const ElementaryFile* find(std::uint16_t id) const;
  [[nodiscard]] bool allowed(const ElementaryFile& file) const;
  [[nodiscard]] std::string counter(std::uint16_t id) const;
  [[nodiscard]] bool blocked(std::uint16_t id) const;

  FileSystem files_;
  TryCounters counters_;
  CardOptions options_;
  const Application* application_ = nullptr;
  std::uint16_t file_ = 0;  // the current file's id; 0: none
  std::set<std::uint16_t> verified_;
  bool first_command_ = true;
  int tries_spent_ = 0;
};

}  // namespace omote::sim::card
