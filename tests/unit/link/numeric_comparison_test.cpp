#include "link/pairing/numeric_comparison.hpp"

#include <gmock/gmock.h>

namespace omote::link {
namespace {

const std::string kTerminal(64, 'a');
const std::string kHost(64, 'b');
const std::string kMallory(64, 'c');

struct Two {
  NumericComparison terminal{Side::Terminal, kTerminal, kHost};
  NumericComparison host{Side::Host, kHost, kTerminal};
};

TEST(NumericComparison, both_sides_show_the_same_six_digits) {
  Two two;
  ASSERT_TRUE(two.terminal.take_commitment(two.host.commitment()));
  ASSERT_TRUE(two.host.take_commitment(two.terminal.commitment()));

  const auto at_terminal = two.terminal.take_nonce(two.host.nonce());
  const auto at_host = two.host.take_nonce(two.terminal.nonce());

  ASSERT_TRUE(at_terminal && at_host);
  EXPECT_EQ(*at_terminal, *at_host);
  EXPECT_EQ(at_host->size(), 6u);
}

TEST(NumericComparison, nonce_that_does_not_fit_its_commitment_is_refused) {
  Two two;
  ASSERT_TRUE(two.terminal.take_commitment(two.host.commitment()));

  EXPECT_EQ(two.terminal.take_nonce(random_bytes(32)).error().reason.text(), "pairing_commitment_broken");
}

TEST(NumericComparison, nonce_before_the_commitment_is_refused) {
  Two two;

  EXPECT_EQ(two.terminal.take_nonce(two.host.nonce()).error().reason.text(), "pairing_out_of_order");
}

TEST(NumericComparison, second_commitment_and_second_nonce_are_refused) {
  Two two;
  ASSERT_TRUE(two.terminal.take_commitment(two.host.commitment()));
  EXPECT_FALSE(two.terminal.take_commitment(two.host.commitment()));
  ASSERT_TRUE(two.terminal.take_nonce(two.host.nonce()));
  EXPECT_FALSE(two.terminal.take_nonce(two.host.nonce()));
}

TEST(NumericComparison, own_commitment_handed_back_is_refused) {
  Two two;
  ASSERT_TRUE(two.terminal.take_commitment(two.terminal.commitment()));

  EXPECT_FALSE(two.terminal.take_nonce(two.terminal.nonce()));
}

TEST(NumericComparison, commitment_relayed_under_another_certificate_is_refused) {
  NumericComparison terminal(Side::Terminal, kTerminal, kMallory);  // sees Mallory's certificate
  const NumericComparison host(Side::Host, kHost, kMallory);
  ASSERT_TRUE(terminal.take_commitment(host.commitment()));

  EXPECT_FALSE(terminal.take_nonce(host.nonce()));
}

TEST(NumericComparison, numbers_differ_when_somebody_stands_between) {
  int same = 0;
  for (int i = 0; i < 200; ++i) {
    NumericComparison terminal(Side::Terminal, kTerminal, kMallory);
    NumericComparison false_host(Side::Host, kMallory, kTerminal);
    NumericComparison host(Side::Host, kHost, kMallory);
    NumericComparison false_terminal(Side::Terminal, kMallory, kHost);
    ASSERT_TRUE(terminal.take_commitment(false_host.commitment()) && host.take_commitment(false_terminal.commitment()));
    same += *terminal.take_nonce(false_host.nonce()) == *host.take_nonce(false_terminal.nonce()) ? 1 : 0;
  }

  EXPECT_LE(same, 1);  // one in a million each time
}

TEST(NumericComparison, agrees_only_when_both_people_said_yes_to_a_shown_number) {
  Two two;
  two.terminal.answer_here(true);
  two.terminal.answer_there(true);
  EXPECT_FALSE(two.terminal.agreed());

  ASSERT_TRUE(two.terminal.take_commitment(two.host.commitment()));
  ASSERT_TRUE(two.terminal.take_nonce(two.host.nonce()));
  EXPECT_TRUE(two.terminal.agreed());

  two.terminal.answer_there(false);
  EXPECT_FALSE(two.terminal.agreed());
  EXPECT_TRUE(two.terminal.refused());
}

}  // namespace
}  // namespace omote::link
