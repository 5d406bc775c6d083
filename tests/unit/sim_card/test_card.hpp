// A card of the persona "adult" for tests, with authorities shared by all tests of a build tree (making keys is slow).
#pragma once

#include <gtest/gtest.h>

#include "sim/card/persona_card.hpp"

namespace omote::sim::card {

inline const Authorities& test_authorities() {
  static const auto authorities = Authorities::open(std::filesystem::path(OMOTE_BUILD_DIR) / "test-data/pki");
  EXPECT_TRUE(authorities.has_value());
  return *authorities;
}

inline personas::Persona persona(std::string_view id) {
  auto loaded = personas::load_persona(std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas" / (std::string(id) + ".yaml"));
  EXPECT_TRUE(loaded.has_value()) << (loaded ? "" : loaded.error().context);
  return loaded.value();
}

inline const Bytes kTestPhoto(1000, 0x42);

inline std::unique_ptr<VirtualCard> card_of(std::string_view id, const std::filesystem::path& state = {},
                                            CardOptions options = {}) {
  auto card = make_persona_card(persona(id), test_authorities(), kTestPhoto, state, std::move(options));
  EXPECT_TRUE(card.has_value()) << (card ? "" : card.error().context);
  (*card)->power_on();
  return *std::move(card);
}

// Sends hexadecimal, returns hexadecimal.
inline std::string send(SmartCard& card, std::string_view hex) {
  return to_hex(card.transmit(*from_hex(hex)));
}
inline std::string status_of(SmartCard& card, std::string_view hex) {
  const auto answer = send(card, hex);
  return answer.substr(answer.size() - 4);
}
inline void select(SmartCard& card, const Bytes& aid) {
  EXPECT_EQ(send(card, "00A4040C0A" + to_hex(aid)), "9000");
}
inline void select_file(SmartCard& card, std::string_view id) {
  EXPECT_EQ(send(card, "00A4020C02" + std::string(id)), "9000");
}
inline std::string hex_of(std::string_view text) {
  return to_hex(as_bytes(text));
}
inline std::string verify_command(std::string_view value) {
  return "00200080" + to_hex(Bytes{static_cast<std::uint8_t>(value.size())}) + hex_of(value);
}
// A whole free or opened file with one extended read by short id.
inline Bytes read_whole(SmartCard& card, std::uint8_t short_id) {
  auto answer = card.transmit(Bytes{0x00, 0xB0, static_cast<std::uint8_t>(0x80 | short_id), 0x00, 0x00, 0x00, 0x00});
  EXPECT_GE(answer.size(), 2U);
  EXPECT_EQ(to_hex(ByteView(answer).last(2)), "9000");
  answer.resize(answer.size() - 2);
  return answer;
}

}  // namespace omote::sim::card
