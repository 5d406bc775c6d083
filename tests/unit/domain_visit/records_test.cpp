// What happens at the counter while nothing can be written into the journal.
#include <gtest/gtest.h>

#include "tests/unit/domain_visit/driver.hpp"

namespace omote::visit::test {
namespace {

TEST(Records, nobody_is_received_while_nothing_can_be_recorded) {
  Driver d;
  d.to_choosing();
  d.on(RecordsStopped{});
  ASSERT_NE(d.find<EndVisit>(), nullptr);
  EXPECT_EQ(d.find<EndVisit>()->code, "OMT18");
  EXPECT_EQ(d.state.screen, "trouble");
  d.on(ReaderSeen{Reader::Empty});
  d.on(TimeUp{Timer::News});
  EXPECT_EQ(d.param("for"), "records");
  d.on(ReaderSeen{Reader::Card});
  EXPECT_FALSE(d.state.running);
  d.on(ReaderSeen{Reader::Empty});
  d.on(RecordsResumed{});
  EXPECT_EQ(d.state.screen, "ready");
}

TEST(Records, result_on_its_way_is_delivered_although_nothing_can_be_recorded) {
  Driver d;
  d.to_choosing();
  d.on(StaffDecided{true});
  d.on(IdentityCame{true, {}, {}});
  d.on(RecordsStopped{});
  EXPECT_TRUE(d.state.running);
  d.on(EligibilityCame{"1"});
  d.on(ResultDelivered{false, "1"});
  EXPECT_EQ(d.state.screen, "take_card");
}

TEST(Records, card_that_lies_when_they_resume_is_received) {
  Driver d;
  d.to_choosing();
  d.on(RecordsStopped{});
  d.touch("again");
  EXPECT_EQ(d.param("for"), "records");
  d.on(RecordsResumed{});
  EXPECT_TRUE(d.state.running);
}

}  // namespace
}  // namespace omote::visit::test
