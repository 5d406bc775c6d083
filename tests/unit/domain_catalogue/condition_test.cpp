#include "domain/catalogue/condition.hpp"

#include <gtest/gtest.h>

namespace omote::catalogue {
namespace {

using Kind = Condition::Kind;

Condition over_fact(Kind kind, std::string id, fact::Value value = true) {
  return {kind, {}, std::move(id), std::move(value)};
}

class ConditionTest : public testing::Test {
 protected:
  ConditionTest() {
    facts_.put(fact::known("link.carrier", "T1", false, {}));
    facts_.put(fact::known("network.carrier", "", true, {}));
    facts_.put(fact::known("pc.disk_free_mb", "", 100.0, {}));
    facts_.put(fact::known("pc.leftovers", "", std::string("/opt/omote-0.9,/etc/omote-old"), {}));
    facts_.put(fact::not_known("national.reachable", "", "time_out", {}));
  }
  [[nodiscard]] bool is_met(const Condition& condition) const { return met(condition, facts_, "T1"); }
  fact::Facts facts_;
};

TEST_F(ConditionTest, compares_as_its_word_says) {
  EXPECT_TRUE(is_met(over_fact(Kind::Is, "link.carrier", false)));
  EXPECT_FALSE(is_met(over_fact(Kind::Is, "link.carrier", true)));
  EXPECT_TRUE(is_met(over_fact(Kind::Not, "link.carrier", true)));
  EXPECT_TRUE(is_met(over_fact(Kind::Under, "pc.disk_free_mb", 200.0)));
  EXPECT_FALSE(is_met(over_fact(Kind::Under, "pc.disk_free_mb", 100.0)));
  EXPECT_TRUE(is_met(over_fact(Kind::Over, "pc.disk_free_mb", 99.5)));
  EXPECT_FALSE(is_met(over_fact(Kind::Over, "pc.disk_free_mb", 100.0)));
  EXPECT_TRUE(is_met(over_fact(Kind::Has, "pc.leftovers", std::string("omote-old"))));
  EXPECT_FALSE(is_met(over_fact(Kind::Has, "pc.leftovers", std::string("omote-new"))));
}

TEST_F(ConditionTest, takes_the_pc_s_fact_for_a_terminal) {
  EXPECT_TRUE(is_met(over_fact(Kind::Is, "network.carrier", true)));
}

TEST_F(ConditionTest, over_an_unknown_or_missing_fact_is_not_met_but_by_unknown) {
  for (const auto* id : {"national.reachable", "network.route"}) {
    EXPECT_FALSE(is_met(over_fact(Kind::Is, id, false)));
    EXPECT_FALSE(is_met(over_fact(Kind::Not, id, false)));
    EXPECT_TRUE(is_met(over_fact(Kind::Unknown, id)));
  }
  EXPECT_FALSE(is_met(over_fact(Kind::Unknown, "link.carrier")));
}

TEST_F(ConditionTest, over_a_value_of_another_kind_is_not_met) {
  EXPECT_FALSE(is_met(over_fact(Kind::Over, "pc.leftovers", 1.0)));
  EXPECT_FALSE(is_met(over_fact(Kind::Has, "pc.disk_free_mb", std::string("1"))));
}

TEST_F(ConditionTest, groups_its_parts) {
  const auto yes = over_fact(Kind::Is, "network.carrier", true);
  const auto no = over_fact(Kind::Is, "network.carrier", false);
  EXPECT_TRUE(is_met({Kind::All, {yes, yes}}));
  EXPECT_FALSE(is_met({Kind::All, {yes, no}}));
  EXPECT_TRUE(is_met({Kind::Any, {no, yes}}));
  EXPECT_FALSE(is_met({Kind::Any, {no, no}}));
  EXPECT_TRUE(is_met({Kind::None, {no, no}}));
  EXPECT_FALSE(is_met({Kind::None, {no, yes}}));
  EXPECT_TRUE(is_met({Kind::All, {yes, {Kind::None, {no}}}}));
}

TEST(Condition, names_each_fact_that_it_speaks_of_once) {
  const Condition group{
      Kind::Any, {over_fact(Kind::Is, "a.a"), {Kind::All, {over_fact(Kind::Not, "a.b"), over_fact(Kind::Unknown, "a.a")}}}};
  EXPECT_EQ(facts_of(group), (std::vector<std::string>{"a.a", "a.b"}));
}

}  // namespace
}  // namespace omote::catalogue
