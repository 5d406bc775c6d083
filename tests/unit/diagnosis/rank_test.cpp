#include "diagnosis/rules/rank.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "tests/unit/diagnosis/small_catalogue.hpp"

namespace omote::diagnosis {
namespace {

using test::small_catalogue;

constexpr double kUnknown = 0.05;  // the prior of the remainder

fact::Facts facts_of(std::vector<std::pair<std::string, bool>> flags, const std::string& subject = "") {
  fact::Facts facts;
  for (const auto& [id, value] : flags) facts.put(fact::known(id, subject, value, {}));
  return facts;
}

double probability(const std::vector<Finding>& findings, const std::string& cause) {
  for (const auto& finding : findings)
    if (finding.cause == cause) return finding.probability;
  return -1;
}

const Finding& finding(const std::vector<Finding>& findings, const std::string& cause) {
  return *std::ranges::find(findings, cause, &Finding::cause);
}

double sum(const std::vector<Finding>& findings) {
  return std::accumulate(findings.begin(), findings.end(), 0.0,
                         [](double all, const Finding& one) { return all + one.probability; });
}

TEST(Rank, without_facts_priors_decide_and_a_remainder_is_unknown) {
  const auto catalogue = small_catalogue();
  const auto findings = rank(*catalogue.by_row("E07"), {}, "", catalogue, {});
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_NEAR(probability(findings, "lan_cable_out"), 0.4 / 0.85, 1e-9);
  EXPECT_NEAR(probability(findings, "name_wrong"), 0.4 / 0.85, 1e-9);
  EXPECT_NEAR(probability(findings, ""), kUnknown / 0.85, 1e-9);
  EXPECT_NEAR(sum(findings), 1, 1e-9);
}

TEST(Rank, a_fact_speaks_for_one_cause_and_against_the_other) {
  const auto catalogue = small_catalogue();
  const auto findings =
      rank(*catalogue.by_row("E07"), facts_of({{"network.carrier", false}, {"network.name_resolves", true}}), "", catalogue, {});
  EXPECT_EQ(findings.front().cause, "lan_cable_out");
  EXPECT_NEAR(findings.front().probability, 12 / (12 + 0.04 + kUnknown), 1e-9);
  ASSERT_EQ(findings.front().evidence.size(), 1U);
  EXPECT_EQ(findings.front().evidence[0].fact.id, "network.carrier");
  EXPECT_EQ(findings.front().evidence[0].factor, 30);
  EXPECT_EQ(finding(findings, "name_wrong").evidence[0].factor, 0.1);
}

TEST(Rank, an_unknown_fact_says_nothing_and_is_named_as_missing) {
  const auto catalogue = small_catalogue();
  fact::Facts facts;
  facts.put(fact::not_known("network.carrier", "", "time_out", {}));
  const auto findings = rank(*catalogue.by_row("E07"), facts, "", catalogue, {});
  EXPECT_NEAR(probability(findings, "lan_cable_out"), 0.4 / 0.85, 1e-9);
  EXPECT_THAT(finding(findings, "lan_cable_out").missing, testing::ElementsAre("network.carrier"));
  EXPECT_TRUE(finding(findings, "lan_cable_out").evidence.empty());
}

TEST(Rank, when_facts_speak_against_every_cause_unknown_comes_first) {
  const auto catalogue = small_catalogue();
  const auto findings =
      rank(*catalogue.by_row("E07"), facts_of({{"network.carrier", true}, {"network.name_resolves", true}}), "", catalogue, {});
  EXPECT_EQ(findings.front().cause, "");
  EXPECT_NEAR(findings.front().probability, kUnknown / (kUnknown + 0.008 + 0.04), 1e-9);
}

TEST(Rank, an_entry_without_causes_is_unknown_for_certain) {
  const auto catalogue = small_catalogue();
  const auto findings = rank(*catalogue.by_row("OMT99"), {}, "", catalogue, {});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings.front().cause, "");
  EXPECT_NEAR(findings.front().probability, 1, 1e-9);
}

TEST(Rank, the_terminals_fact_counts_and_not_that_of_another_terminal) {
  const auto catalogue = small_catalogue();
  const auto facts = facts_of({{"link.adapter_enabled", false}}, "T1");
  EXPECT_EQ(rank(*catalogue.by_row("E05"), facts, "T1", catalogue, {}).front().cause, "adapter_down");
  EXPECT_EQ(rank(*catalogue.by_row("E05"), facts, "T2", catalogue, {}).front().cause, "cable_out");
}

TEST(Rank, what_cured_before_comes_first_next_time_yet_facts_outweigh_it) {
  const auto catalogue = small_catalogue();
  const Experience learned{{{"E07", "name_wrong"}, 3}};
  EXPECT_EQ(rank(*catalogue.by_row("E07"), {}, "", catalogue, {}).front().cause, "lan_cable_out");  // the catalogue's order
  EXPECT_EQ(rank(*catalogue.by_row("E07"), {}, "", catalogue, learned).front().cause, "name_wrong");
  EXPECT_EQ(rank(*catalogue.by_row("E07"), facts_of({{"network.carrier", false}}), "", catalogue, learned).front().cause,
            "lan_cable_out");
}

TEST(Rank, experience_of_a_thousand_cures_stays_bounded) {
  const auto catalogue = small_catalogue();
  const auto& row = *catalogue.by_row("E07");
  const auto many = rank(row, {}, "", catalogue, {{{"E07", "name_wrong"}, 1000}});
  const auto some = rank(row, {}, "", catalogue, {{{"E07", "name_wrong"}, 5}});
  EXPECT_NEAR(probability(many, "name_wrong"), probability(some, "name_wrong"), 1e-9);
  EXPECT_LT(probability(many, "name_wrong"), 0.95);
}

TEST(NextStep, the_remedy_with_the_highest_probability_over_cost_comes_first) {
  const auto catalogue = small_catalogue();
  const auto findings = rank(*catalogue.by_row("E07"), {}, "", catalogue, {});
  const auto next = next_step(findings, catalogue, {}, {});
  EXPECT_EQ(next.kind, NextStep::Kind::Remedy);
  EXPECT_EQ(next.id, "plug_lan_cable");  // 30 s against 600 s at the same probability
  EXPECT_EQ(next.cause, "lan_cable_out");
  EXPECT_NEAR(next.gain, 0.4 / 0.85 / 30, 1e-9);
}

TEST(NextStep, a_remedy_that_did_not_help_is_not_proposed_again) {
  const auto catalogue = small_catalogue();
  const auto findings = rank(*catalogue.by_row("E07"), {}, "", catalogue, {});
  EXPECT_EQ(next_step(findings, catalogue, {"plug_lan_cable"}, {}).id, "call_support");
  EXPECT_EQ(next_step(findings, catalogue, {"plug_lan_cable", "call_support"}, {}).kind, NextStep::Kind::Nothing);
}

TEST(NextStep, a_question_comes_first_when_its_answer_saves_more_than_asking_costs) {
  const auto catalogue = small_catalogue();
  const auto findings = rank(*catalogue.by_row("E01"), {}, "T1", catalogue, {});
  // Taking the card out costs 10 s and helps in half the cases: nothing to ask about.
  EXPECT_EQ(next_step(findings, catalogue, {}, {}).id, "take_out");

  auto document = test::small_document();
  for (auto& remedy : document["remedies"])
    if (remedy["id"] == "take_out") remedy["cost_s"] = 120;
  const auto dearer = catalogue::Catalogue::from_json(document.dump());
  ASSERT_TRUE(dearer);
  const auto asks = next_step(rank(*dearer->by_row("E01"), {}, "T1", *dearer, {}), *dearer, {}, {});
  EXPECT_EQ(asks.kind, NextStep::Kind::Question);
  EXPECT_EQ(asks.id, "person.card_in_sleeve");
  EXPECT_GT(asks.gain, 0);
}

TEST(NextStep, what_was_asked_is_not_asked_again_and_the_answer_orders_the_causes) {
  auto document = test::small_document();
  for (auto& remedy : document["remedies"])
    if (remedy["id"] == "take_out") remedy["cost_s"] = 120;
  const auto catalogue = catalogue::Catalogue::from_json(document.dump());
  ASSERT_TRUE(catalogue);
  const auto& row = *catalogue->by_row("E01");
  const auto before = rank(row, {}, "T1", *catalogue, {});
  EXPECT_EQ(next_step(before, *catalogue, {}, {"person.card_in_sleeve"}).kind, NextStep::Kind::Remedy);
  const auto no = rank(row, facts_of({{"person.card_in_sleeve", false}}, "T1"), "T1", *catalogue, {});
  EXPECT_EQ(no.front().cause, "reader_tired");
  EXPECT_EQ(next_step(no, *catalogue, {}, {}).id, "restart_all");
}

TEST(NextStep, when_nothing_is_known_nobody_is_sent_anywhere) {
  const auto catalogue = small_catalogue();
  const auto findings = rank(*catalogue.by_row("OMT99"), {}, "", catalogue, {});
  EXPECT_EQ(next_step(findings, catalogue, {}, {}).kind, NextStep::Kind::Nothing);
}

TEST(Recognise, facts_of_the_pc_are_recognised_once_and_not_for_each_terminal) {
  const auto catalogue = small_catalogue();
  const auto facts = facts_of({{"network.carrier", false}});
  ASSERT_EQ(recognise(catalogue, facts, "").size(), 1U);
  EXPECT_EQ(recognise(catalogue, facts, "")[0]->row, "E07");
  EXPECT_TRUE(recognise(catalogue, facts, "T1").empty());
}

TEST(Recognise, a_terminals_facts_are_recognised_for_that_terminal) {
  const auto catalogue = small_catalogue();
  const auto facts = facts_of({{"link.adapter_enabled", false}}, "T1");
  ASSERT_EQ(recognise(catalogue, facts, "T1").size(), 1U);
  EXPECT_EQ(recognise(catalogue, facts, "T1")[0]->row, "E05");
  EXPECT_TRUE(recognise(catalogue, facts, "T2").empty());
  EXPECT_TRUE(recognise(catalogue, facts, "").empty());
}

TEST(Recognise, an_entry_of_pc_or_terminal_is_recognised_where_its_facts_are) {
  auto document = test::small_document();
  document["entries"].push_back(
      test::entry("E35", "warns", {}, {}, {{"any", {test::is("link.carrier", false), test::is("output.writable", false)}}}));
  const auto catalogue = catalogue::Catalogue::from_json(document.dump());
  ASSERT_TRUE(catalogue);
  const auto rows = [&](const fact::Facts& facts, const std::string& subject) {
    std::vector<std::string> found;
    for (const auto* entry : recognise(*catalogue, facts, subject)) found.push_back(entry->row);
    return found;
  };
  const auto of_terminal = facts_of({{"link.carrier", false}}, "T1");
  EXPECT_THAT(rows(of_terminal, "T1"), testing::ElementsAre("E35"));
  EXPECT_THAT(rows(of_terminal, ""), testing::IsEmpty());
  const auto of_pc = facts_of({{"output.writable", false}});
  EXPECT_THAT(rows(of_pc, ""), testing::ElementsAre("E10", "E35"));
  EXPECT_THAT(rows(of_pc, "T1"), testing::IsEmpty());
}

TEST(Recognise, two_faults_at_once_are_two_entries_in_the_catalogues_order) {
  const auto catalogue = small_catalogue();
  const auto found = recognise(catalogue, facts_of({{"network.carrier", false}, {"output.writable", false}}), "");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0]->row, "E07");
  EXPECT_EQ(found[1]->row, "E10");
}

}  // namespace
}  // namespace omote::diagnosis
