#include "sim/card/explain.hpp"

#include <gtest/gtest.h>

#include "tests/unit/sim_card/test_card.hpp"

namespace omote::sim::card {
namespace {

std::string explained(ApduExplainer& explainer, SmartCard& card, std::string_view hex) {
  const auto command = *from_hex(hex);
  return explainer.explain(command, card.transmit(command));
}

TEST(Explanation, namesApplicationFileAndTries) {
  auto card = card_of("adult");
  ApduExplainer explainer;
  EXPECT_EQ(explained(explainer, *card, "00A4040C0A" + to_hex(kVisualAid)), "SELECT application visual: done");
  EXPECT_EQ(explained(explainer, *card, "00200092"), "TRIES of visual number B: 10 left");
  EXPECT_EQ(explained(explainer, *card, "00A4020C020012"), "SELECT number B: done");
  EXPECT_EQ(explained(explainer, *card, verify_command("00000000000000")), "VERIFY visual number B: 9 left");
  EXPECT_EQ(explained(explainer, *card, "00B0820010"), "READ card face from 0: not allowed");
}

TEST(ShownCommand, hidesWhatVerifyCarries) {
  EXPECT_EQ(shown_command(*from_hex("00200080"
                                    "04"
                                    "31323334")),
            "0020008004********");
}
TEST(ShownCommand, showsOthersWhole) {
  EXPECT_EQ(shown_command(*from_hex("00A4020C020012")), "00a4020c020012");
}
TEST(ShownAnswer, isCutButKeepsTheStatus) {
  EXPECT_EQ(shown_answer(*from_hex("0102030405069000"), 2), "0102…9000");
}

TEST(AnyCommand, neverBreaksTheCard) {
  auto card = card_of("adult");
  ApduExplainer explainer;
  std::uint32_t state = 1;
  const auto next = [&] { return state = state * 1664525U + 1013904223U; };
  constexpr std::array<std::uint8_t, 14> kInstructions{0xA4, 0xB0, 0xB2, 0xCA, 0x20, 0x24, 0x84,
                                                       0x88, 0x2A, 0x32, 0xA2, 0xAE, 0x00, 0xFF};
  for (int i = 0; i < 20000; ++i) {
    if (i % 16 == 0) select(*card, i % 32 == 0 ? kVisualAid : kJpkiAid);
    Bytes command{static_cast<std::uint8_t>((next() >> 24) % 3 == 0 ? 0x80 : 0x00),
                  kInstructions[(next() >> 16) % kInstructions.size()], static_cast<std::uint8_t>(next() >> 24),
                  static_cast<std::uint8_t>(next() >> 24)};
    for (auto more = (next() >> 20) % 12; more > 0; --more) command.push_back(static_cast<std::uint8_t>(next() >> 24));
    const auto answer = card->transmit(command);
    ASSERT_GE(answer.size(), 2U);
    ASSERT_FALSE(explainer.explain(command, answer).empty());
  }
}

}  // namespace
}  // namespace omote::sim::card
