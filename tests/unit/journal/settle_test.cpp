#include "journal/settle.hpp"

#include "tests/unit/journal/fixture.hpp"

namespace omote::journal {
namespace {

v1::Event about_to_be_sent(const std::string& visit, const std::string& key) {
  v1::Event event;
  event.set_visit(visit);
  event.mutable_verify_about_to_be_sent()->set_card_hash("c0ffee");
  event.mutable_verify_about_to_be_sent()->set_key(key);
  event.mutable_verify_about_to_be_sent()->set_tries_seen(3);
  return event;
}
v1::Event answered(const std::string& visit, const std::string& key) {
  v1::Event event;
  event.set_visit(visit);
  event.mutable_verify_answered()->set_key(key);
  event.mutable_verify_answered()->set_outcome("wrong");
  return event;
}

class Settling : public test::JournalFixture {
 protected:
  void SetUp() override { journal_ = open(); }
  void write(const v1::Event& event) { ASSERT_TRUE(journal_->append(event)); }
  Settled settle() { return settle_what_is_open(file(), *journal_).value(); }
  std::unique_ptr<Journal> journal_;
};

TEST_F(Settling, visit_without_end_gets_one_once) {
  write(test::visit_began("v1"));
  write(test::visit_ended("v1", "delivered"));
  write(test::visit_began("v2"));

  EXPECT_EQ(settle().visits, 1);
  EXPECT_EQ(settle().visits, 0);
  const auto ended = reader().query({.visit = "v2", .type = "visit_ended"}).value();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended.front().event.visit_ended().reason(), "host_stopped");
  EXPECT_EQ(ended.front().event.terminal(), "T-0001");
}

TEST_F(Settling, verify_without_answer_is_unknown) {
  write(about_to_be_sent("v1", "number_b"));

  EXPECT_EQ(settle().verifies, 1);
  EXPECT_EQ(settle().verifies, 0);
  const auto verify = reader().query({.type = "verify_answered"}).value();
  ASSERT_EQ(verify.size(), 1u);
  EXPECT_EQ(verify.front().event.verify_answered().outcome(), "unknown");
  EXPECT_EQ(verify.front().event.verify_answered().card_hash(), "c0ffee");
}

TEST_F(Settling, answer_to_an_earlier_entry_does_not_close_a_later_one) {
  write(about_to_be_sent("v1", "pin"));
  write(answered("v1", "pin"));
  EXPECT_EQ(settle().verifies, 0);
  write(about_to_be_sent("v1", "pin"));

  EXPECT_EQ(settle().verifies, 1);
}

}  // namespace
}  // namespace omote::journal
