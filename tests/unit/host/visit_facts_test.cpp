#include "host/visit_facts.hpp"

#include <gtest/gtest.h>

#include "tests/unit/host/hand_clock.hpp"

namespace omote::host {
namespace {

using namespace std::chrono_literals;
using test::HandClock;

VisitTraits card(const std::string& hash) {
  VisitTraits traits;
  traits.card = hash;
  traits.card_kind = "my_number";
  traits.card_sight = "unclear";
  traits.number_b_tries = 7;
  return traits;
}

class VisitFactsTest : public testing::Test {
 protected:
  fact::Value value(const std::vector<fact::Fact>& told, const std::string& id) {
    for (const auto& fact : told) facts_.put(fact);
    const auto* fact = facts_.find(id, "T1");
    return fact == nullptr || !fact->value ? fact::Value("nothing") : *fact->value;
  }
  HandClock clock_;
  VisitFacts visits_{clock_};
  fact::Facts facts_;
};

TEST_F(VisitFactsTest, a_failure_tells_what_the_visit_met) {
  const auto told = visits_.failed("T1", card("a"), "card_not_readable", "card");
  EXPECT_EQ(value(told, "visit.reason"), fact::Value("card_not_readable"));
  EXPECT_EQ(value(told, "visit.phase"), fact::Value("card"));
  EXPECT_EQ(value(told, "visit.card_kind"), fact::Value("my_number"));
  EXPECT_EQ(value(told, "visit.card_sight"), fact::Value("unclear"));
  EXPECT_EQ(value(told, "visit.number_b_tries"), fact::Value(7.0));
  EXPECT_EQ(value(told, "visit.card_lies"), fact::Value(true));
  EXPECT_EQ(value(told, "visit.same_code_last_hour"), fact::Value(1.0));
  EXPECT_EQ(value(told, "visit.other_cards_fail"), fact::Value(false));
}

TEST_F(VisitFactsTest, a_refusal_tells_its_reason_where_one_was_given) {
  auto traits = card("a");
  EXPECT_EQ(value(visits_.failed("T1", traits, "registration_refused", "after"), "visit.reason_detail"), fact::Value("nothing"));
  traits.reason_detail = "subscriber_duplicate";
  EXPECT_EQ(value(visits_.failed("T1", traits, "registration_refused", "after"), "visit.reason_detail"),
            fact::Value("subscriber_duplicate"));
  // The next failure does not inherit it.
  EXPECT_EQ(value(visits_.failed("T1", card("a"), "card_not_readable", "card"), "visit.reason_detail"), fact::Value("nothing"));
}

TEST_F(VisitFactsTest, another_card_with_the_same_failure_speaks_for_the_machine) {
  static_cast<void>(visits_.failed("T1", card("a"), "card_not_readable", "card"));
  const auto told = visits_.failed("T1", card("b"), "card_not_readable", "card");
  EXPECT_EQ(value(told, "visit.other_cards_fail"), fact::Value(true));
  EXPECT_EQ(value(told, "visit.other_cards_work"), fact::Value(false));
  EXPECT_EQ(value(told, "visit.same_code_last_hour"), fact::Value(2.0));
}

TEST_F(VisitFactsTest, another_card_that_works_speaks_for_the_card) {
  static_cast<void>(visits_.failed("T1", card("a"), "card_not_readable", "card"));
  EXPECT_EQ(value(visits_.good("T1", card("a")), "visit.other_cards_work"), fact::Value(false));  // the same card
  EXPECT_EQ(value(visits_.good("T1", card("b")), "visit.other_cards_work"), fact::Value(true));
}

TEST_F(VisitFactsTest, other_terminals_and_other_hours_do_not_count) {
  static_cast<void>(visits_.failed("T2", card("b"), "card_not_readable", "card"));
  static_cast<void>(visits_.failed("T1", card("c"), "card_not_readable", "card"));
  clock_.passed = 61min;
  const auto told = visits_.failed("T1", card("a"), "card_not_readable", "card");
  EXPECT_EQ(value(told, "visit.other_cards_fail"), fact::Value(false));
  EXPECT_EQ(value(told, "visit.same_code_last_hour"), fact::Value(1.0));
}

TEST_F(VisitFactsTest, a_card_without_hash_is_no_other_card) {
  static_cast<void>(visits_.failed("T1", card(""), "card_not_readable", "card"));
  const auto told = visits_.failed("T1", card(""), "card_not_readable", "card");
  EXPECT_EQ(value(told, "visit.other_cards_fail"), fact::Value(false));
}

}  // namespace
}  // namespace omote::host
