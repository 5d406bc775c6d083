#include "domain/fact/fact.hpp"

#include <gtest/gtest.h>

namespace omote::fact {
namespace {

constexpr WallTime kNow{};

TEST(Facts, put_says_whether_the_value_is_another_one) {
  Facts facts;
  EXPECT_TRUE(facts.put(known("link.carrier", "T1", true, kNow)));
  EXPECT_FALSE(facts.put(known("link.carrier", "T1", true, kNow + std::chrono::seconds(1))));
  EXPECT_TRUE(facts.put(known("link.carrier", "T1", false, kNow)));
  EXPECT_TRUE(facts.put(not_known("link.carrier", "T1", "time_out", kNow)));
  EXPECT_FALSE(facts.put(not_known("link.carrier", "T1", "time_out", kNow)));
}

TEST(Facts, put_of_the_same_value_keeps_the_newest_time) {
  Facts facts;
  facts.put(known("pc.uptime_h", "", 5.0, kNow));
  facts.put(known("pc.uptime_h", "", 5.0, kNow + std::chrono::seconds(9)));
  EXPECT_EQ(facts.find("pc.uptime_h", "")->seen, kNow + std::chrono::seconds(9));
}

TEST(Facts, find_takes_the_terminal_s_fact_before_the_pc_s) {
  Facts facts;
  facts.put(known("reader.service", "", std::string("running"), kNow));
  facts.put(known("link.carrier", "T1", false, kNow));
  facts.put(known("link.carrier", "", true, kNow));
  EXPECT_EQ(to_text(*facts.find("link.carrier", "T1")), "false");
  EXPECT_EQ(to_text(*facts.find("link.carrier", "T2")), "true");
  EXPECT_EQ(to_text(*facts.find("reader.service", "T1")), "running");
  EXPECT_EQ(facts.find("network.carrier", "T1"), nullptr);
}

TEST(Facts, forget_leaves_the_others_alone) {
  Facts facts;
  facts.put(known("link.carrier", "T1", true, kNow));
  facts.put(known("link.carrier", "T2", true, kNow));
  facts.forget("T1");
  facts.forget("T3");
  ASSERT_EQ(facts.all().size(), 1U);
  EXPECT_EQ(facts.all()[0].subject, "T2");
}

TEST(Fact, to_text_writes_each_kind_as_people_read_it) {
  EXPECT_EQ(to_text(known("a.b", "", true, kNow)), "true");
  EXPECT_EQ(to_text(known("a.b", "", 12.0, kNow)), "12");
  EXPECT_EQ(to_text(known("a.b", "", 12.5, kNow)), "12.5");
  EXPECT_EQ(to_text(known("a.b", "", std::string("frozen"), kNow)), "frozen");
  EXPECT_EQ(to_text(not_known("a.b", "", "no_permission", kNow)), "? no_permission");
}

}  // namespace
}  // namespace omote::fact
