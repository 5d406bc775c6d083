#include "host/journal_watch.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace omote::host {
namespace {

class FakeJournal final : public ports::JournalPort {
 public:
  bool full = false;
  std::size_t room = std::numeric_limits<std::size_t>::max();
  std::vector<journal::v1::Event> events;
  Result<std::uint64_t> append(const journal::v1::Event& event) override {
    if (full || events.size() >= room) return fail("journal_not_written", "full");
    events.push_back(event);
    return events.size();
  }
};

journal::v1::Event began(const std::string& visit) {
  journal::v1::Event event;
  event.set_visit(visit);
  event.mutable_visit_began();
  return event;
}

class JournalWatchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    watch_.on_state([this](const std::string& reason) { states_.push_back(reason); });
  }
  void fail_with(int events) {
    journal_.full = true;
    for (int i = 1; i <= events; ++i) EXPECT_FALSE(watch_.append(began("V" + std::to_string(i))));
    journal_.full = false;
  }
  // How often it had to be tried.
  int retry_until_written() {
    int times = 0;
    while (states_.empty() || !states_.back().empty()) {
      if (++times > 1000) return times;
      watch_.retry();
    }
    return times;
  }
  FakeJournal journal_;
  SystemClock clock_;
  JournalWatch watch_{journal_, clock_};
  std::vector<std::string> states_;
};

TEST_F(JournalWatchTest, what_could_not_be_written_follows_in_order_behind_a_note) {
  journal_.full = true;
  EXPECT_FALSE(watch_.append(began("V1")));
  EXPECT_FALSE(watch_.append(began("V2")));
  watch_.retry();
  EXPECT_EQ(states_, std::vector<std::string>{"journal_not_written"});

  journal_.full = false;
  watch_.retry();

  ASSERT_EQ(journal_.events.size(), 3U);
  EXPECT_EQ(journal_.events[0].records_late().events(), 2U);
  EXPECT_FALSE(journal_.events[0].records_late().since().empty());
  EXPECT_EQ(journal_.events[1].visit(), "V1");
  EXPECT_EQ(journal_.events[2].visit(), "V2");
  EXPECT_EQ(states_, (std::vector<std::string>{"journal_not_written", ""}));
}

TEST_F(JournalWatchTest, announced_verify_that_is_not_recorded_never_happened) {
  journal_.full = true;
  journal::v1::Event verify;
  verify.mutable_verify_about_to_be_sent()->set_key("pin");
  EXPECT_FALSE(watch_.append(verify));
  journal_.full = false;
  watch_.retry();
  ASSERT_EQ(journal_.events.size(), 1U);
  EXPECT_EQ(journal_.events[0].records_late().events(), 0U);
}

TEST_F(JournalWatchTest, order_is_kept_until_all_that_waited_is_written) {
  journal_.full = true;
  EXPECT_FALSE(watch_.append(began("V1")));
  journal_.full = false;
  EXPECT_FALSE(watch_.append(began("V2")));
  EXPECT_TRUE(journal_.events.empty());
  watch_.retry();
  EXPECT_TRUE(watch_.append(began("V3")));
  ASSERT_EQ(journal_.events.size(), 4U);
  EXPECT_EQ(journal_.events[3].visit(), "V3");
}

TEST_F(JournalWatchTest, what_breaks_off_goes_on_where_it_was_behind_a_note_of_its_own) {
  fail_with(3);
  journal_.room = 2;
  watch_.retry();
  EXPECT_EQ(states_.back(), "journal_not_written");
  journal_.room = 100;
  watch_.retry();
  ASSERT_EQ(journal_.events.size(), 5U);
  EXPECT_EQ(journal_.events[1].visit(), "V1");
  EXPECT_EQ(journal_.events[2].records_late().events(), 2U);
  EXPECT_EQ(journal_.events[3].visit(), "V2");
  EXPECT_EQ(journal_.events[4].visit(), "V3");
}

TEST_F(JournalWatchTest, many_follow_some_at_a_time_behind_one_note) {
  fail_with(50);
  EXPECT_GT(retry_until_written(), 1);
  ASSERT_EQ(journal_.events.size(), 51U);
  EXPECT_EQ(journal_.events[0].records_late().events(), 50U);
  for (std::size_t i = 1; i <= 50; ++i) EXPECT_EQ(journal_.events[i].visit(), "V" + std::to_string(i));
}

TEST_F(JournalWatchTest, more_than_may_wait_are_counted_and_the_oldest_go) {
  fail_with(10'003);
  retry_until_written();
  ASSERT_EQ(journal_.events.size(), 10'001U);
  EXPECT_EQ(journal_.events[0].records_late().lost(), 3U);
  EXPECT_EQ(journal_.events[1].visit(), "V4");
}

}  // namespace
}  // namespace omote::host
