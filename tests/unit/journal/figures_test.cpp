// Days in numbers, from a real journal: visits, ways, times, helping hands, troubles by cause; and what is said to be missing.
#include <gmock/gmock.h>

#include "journal/figures.hpp"
#include "journal/log.hpp"
#include "tests/unit/journal/fixture.hpp"

namespace omote::journal::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr Date kDay{2026, 11, 27};
constexpr Date kBefore{2026, 11, 26};

std::map<std::string, std::uint32_t> counts(const google::protobuf::RepeatedPtrField<figures::v1::Count>& all) {
  std::map<std::string, std::uint32_t> map;
  for (const auto& one : all) map[one.name()] = one.count();
  return map;
}

struct VisitMade {
  std::string way;  // identified by; "" for nobody
  std::string outcome = "delivered";
  std::uint32_t total_ms = 10'000, human_ms = 0;
  std::string reason;
  bool staff_called = false;
};

class Figures : public JournalFixture {
 protected:
  void SetUp() override {
    journal_ = open();
    log_ = std::make_unique<Log>(file(), *journal_);
  }
  void at(Date day, int hour = 9) { clock_.time = from_jst({day, hour}); }
  void visit(const VisitMade& made) {
    const auto id = "V" + std::to_string(++visits_);
    append(visit_began(id));
    v1::Event event;
    event.set_visit(id);
    if (made.staff_called) {
      event.mutable_way_chosen()->set_way("staff");
      append(event);
    }
    if (!made.way.empty()) {
      event.mutable_identified()->set_way(made.way);
      append(event);
    }
    auto& ended = *event.mutable_visit_ended();
    ended.set_outcome(made.outcome);
    ended.set_reason(made.reason);
    ended.set_total_ms(made.total_ms);
    ended.set_human_ms(made.human_ms);
    append(event);
  }
  void trouble(const std::string& number, const std::string& row, const std::string& cause) {
    v1::Event event;
    event.mutable_incident_opened()->set_number(number);
    event.mutable_incident_opened()->set_row(row);
    append(event);
    if (cause.empty()) return;
    event.mutable_incident_found()->set_number(number);
    event.mutable_incident_found()->set_cause(cause);
    append(event);
  }
  void append(const v1::Event& event) { ASSERT_TRUE(journal_->append(event)); }
  figures::v1::Figures day(Date date = kDay) { return *log_->figures({date, date, false}, kDay); }

  std::unique_ptr<Journal> journal_;
  std::unique_ptr<Log> log_;
  int visits_ = 0;
};

TEST_F(Figures, visits_of_a_day_are_counted_by_outcome_way_and_hour) {
  at(kBefore, 23);
  visit({.way = "face"});
  at(kDay, 9);
  visit({.way = "face"});
  visit({.way = "pin", .outcome = "kept"});
  at(kDay, 14);
  visit({.way = "", .outcome = "cancelled"});
  visit({.way = "pin", .outcome = "failed"});

  const auto found = day();

  EXPECT_EQ(found.visits(), 4u);
  EXPECT_THAT(counts(found.outcomes()),
              (std::map<std::string, std::uint32_t>{{"delivered", 1}, {"kept", 1}, {"cancelled", 1}, {"failed", 1}}));
  EXPECT_THAT(counts(found.ways()), (std::map<std::string, std::uint32_t>{{"face", 1}, {"pin", 2}, {"staff", 0}, {"none", 1}}));
  ASSERT_EQ(found.bars_size(), 24);
  EXPECT_EQ(found.bars(9).visits(), 2u);
  EXPECT_EQ(found.bars(9).good(), 2u);
  EXPECT_EQ(found.bars(14).visits(), 2u);
  EXPECT_EQ(found.bars(14).good(), 0u);
}

TEST_F(Figures, times_are_those_of_visits_with_a_result) {
  at(kDay);
  for (int i = 1; i <= 20; ++i) visit({.way = "face", .total_ms = static_cast<std::uint32_t>(i) * 1000, .human_ms = 500});
  visit({.way = "face", .outcome = "failed", .total_ms = 900'000});

  const auto found = day();

  EXPECT_EQ(found.whole().visits(), 20u);
  EXPECT_DOUBLE_EQ(found.whole().median(), 10);
  EXPECT_DOUBLE_EQ(found.whole().p95(), 19);
  EXPECT_DOUBLE_EQ(found.machine().median(), 9.5);
}

TEST_F(Figures, staff_helped_when_they_were_called_decided_or_stopped_a_visit) {
  at(kDay);
  visit({.way = "face"});
  visit({.way = "pin", .staff_called = true});
  visit({.outcome = "cancelled", .reason = "cancelled_by_staff"});
  visit({.outcome = "cancelled", .reason = "cancelled_by_patient"});

  EXPECT_EQ(day().helped(), 2u);
}

TEST_F(Figures, troubles_are_counted_by_their_last_cause_most_frequent_first) {
  at(kDay);
  trouble("A", "E07", "");
  trouble("B", "E05", "cable_loose");
  trouble("C", "E05", "hub_without_power");
  v1::Event closed;
  closed.mutable_incident_closed()->set_number("C");
  closed.mutable_incident_closed()->set_cause("cable_loose");
  append(closed);

  const auto found = day();

  ASSERT_EQ(found.faults_size(), 2);
  EXPECT_EQ(found.faults(0).row(), "E05");
  EXPECT_EQ(found.faults(0).cause(), "cable_loose");
  EXPECT_EQ(found.faults(0).count(), 2u);
  EXPECT_EQ(found.faults(1).row(), "E07");
  EXPECT_EQ(found.faults(1).cause(), "");
}

TEST_F(Figures, month_has_a_bar_for_each_day_and_says_what_is_missing) {
  at(kBefore);
  visit({.way = "face"});
  at(kDay);
  visit({.way = "face"});

  const auto month = *log_->figures({{2026, 11, 1}, {2026, 11, 30}, true}, kDay);

  EXPECT_EQ(month.span(), "2026-11");
  ASSERT_EQ(month.bars_size(), 30);
  EXPECT_EQ(month.bars(25).label(), "2026-11-26");
  EXPECT_EQ(month.bars(25).visits(), 1u);
  EXPECT_EQ(month.bars(26).visits(), 1u);
  EXPECT_EQ(month.kept_since(), "2026-11-26");
  EXPECT_THAT(month.missing(), ElementsAre("dropped", "to_come"));
  EXPECT_THAT(day(kBefore).missing(), testing::IsEmpty());
}

TEST_F(Figures, indexed_and_new_events_count_the_same) {
  at(kBefore);
  visit({.way = "face"});
  at(kDay);
  visit({.way = "face"});
  journal_->tend();
  visit({.way = "pin"});

  EXPECT_EQ(day().visits(), 2u);
  EXPECT_EQ(day(kBefore).visits(), 1u);
  EXPECT_EQ(day({2026, 11, 20}).visits(), 0u);
}

TEST_F(Figures, empty_journal_tells_nothing) {
  const auto found = day();

  EXPECT_EQ(found.visits(), 0u);
  EXPECT_EQ(found.whole().visits(), 0u);
  EXPECT_EQ(found.kept_since(), "");
}

TEST(Quantile, is_a_value_that_was_measured) {
  EXPECT_EQ(quantile({}, 0.5), 0);
  EXPECT_EQ(quantile({7}, 0.95), 7);
  EXPECT_EQ(quantile({3, 1, 2}, 0.5), 2);
  EXPECT_EQ(quantile({4, 3, 2, 1}, 0.5), 2);
}

TEST(FigureSpans, address_names_a_day_a_month_or_today) {
  const auto now = from_jst({kDay, 0, 30});

  EXPECT_EQ(ports::figure_span_of_query("/api/figures", now)->first, kDay);
  EXPECT_EQ(ports::figure_span_of_query("/api/figures?day=2026-11-03", now)->last, (Date{2026, 11, 3}));
  const auto month = ports::figure_span_of_query("/api/figures?format=csv&month=2028-02", now);
  EXPECT_EQ(month->first, (Date{2028, 2, 1}));
  EXPECT_EQ(month->last, (Date{2028, 2, 29}));
  EXPECT_TRUE(month->month);
}

class WrongSpans : public testing::TestWithParam<const char*> {};
TEST_P(WrongSpans, are_refused) {
  const auto span = ports::figure_span_of_query(std::string("/api/figures?") + GetParam(), from_jst({kDay}));

  ASSERT_FALSE(span);
  EXPECT_EQ(span.error().reason.text(), "figures_span_wrong");
}
INSTANTIATE_TEST_SUITE_P(All, WrongSpans,
                         testing::Values("day=", "day=2026-02-30", "day=20261127", "day=2026-11-2x", "day=-2026-11-2",
                                         "month=2026-13", "month=2026", "month=2026-11-27", "month=9999999"));

}  // namespace
}  // namespace omote::journal::test
