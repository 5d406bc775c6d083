#include "tests/integration/link/fixture.hpp"

namespace omote::link {
namespace {

using test::Log;

class Pairing : public test::LinkFixture {
 protected:
  void SetUp() override {
    host_ = open_host(host_device_, host_options(), host_log_);
    terminal_ = open_terminal(terminal_device_, terminal_options(host_->beacon_port()), terminal_log_);
    ASSERT_TRUE(until([&] { return !host_->terminals().empty(); }));
  }
  void show_numbers() {
    ASSERT_TRUE(host_->start_pairing("T-0001"));
    ASSERT_TRUE(until([&] { return !host_log_.numbers.empty() && !terminal_log_.numbers.empty(); }));
  }
  std::unique_ptr<HostLink> host_;
  std::unique_ptr<TerminalLink> terminal_;
};

TEST_F(Pairing, found_terminal_is_not_connected_by_itself) {
  EXPECT_FALSE(host_->terminals().front().paired);
  EXPECT_FALSE(until([&] { return host_->up("T-0001"); }, test::milliseconds(400)));
}

TEST_F(Pairing, same_number_confirmed_on_both_sides_brings_the_link_up) {
  show_numbers();
  EXPECT_EQ(host_log_.numbers.front(), terminal_log_.numbers.front());

  host_->answer_pairing("T-0001", true);
  terminal_->confirm(true);

  ASSERT_TRUE(until([&] { return host_log_.ups == 1 && terminal_log_.ups == 1; }));
  EXPECT_THAT(host_log_.ends, testing::ElementsAre("paired"));
  EXPECT_THAT(terminal_log_.ends, testing::ElementsAre("paired"));
  EXPECT_EQ(PairStore::open(temp_ / "host.pairs").fingerprint_of("T-0001"), terminal_device_.fingerprint());
  EXPECT_EQ(PairStore::open(temp_ / "T-0001.pairs").fingerprint_of("host"), host_device_.fingerprint());
}

TEST_F(Pairing, one_confirmation_alone_pairs_nobody) {
  show_numbers();

  host_->answer_pairing("T-0001", true);

  EXPECT_FALSE(until([&] { return host_->up("T-0001") || terminal_->paired(); }, test::milliseconds(400)));
}

TEST_F(Pairing, refusal_at_the_terminal_ends_it_on_both_sides) {
  show_numbers();
  host_->answer_pairing("T-0001", true);

  terminal_->confirm(false);

  ASSERT_TRUE(until([&] { return !host_log_.ends.empty() && !terminal_log_.ends.empty(); }));
  EXPECT_THAT(host_log_.ends, testing::ElementsAre("number_differs"));
  EXPECT_THAT(terminal_log_.ends, testing::ElementsAre("number_differs"));
  EXPECT_FALSE(terminal_->paired());
  EXPECT_FALSE(host_->terminals().front().paired);
}

TEST_F(Pairing, refusal_at_the_host_ends_it_on_both_sides) {
  show_numbers();

  host_->answer_pairing("T-0001", false);

  ASSERT_TRUE(until([&] { return !host_log_.ends.empty() && !terminal_log_.ends.empty(); }));
  EXPECT_THAT(terminal_log_.ends, testing::ElementsAre("number_differs"));
  EXPECT_FALSE(terminal_->paired());
}

TEST_F(Pairing, can_be_tried_again_with_a_new_number) {
  show_numbers();
  host_->answer_pairing("T-0001", false);
  ASSERT_TRUE(until([&] { return !host_log_.ends.empty() && !terminal_log_.ends.empty(); }));

  ASSERT_TRUE(until(
      [&] { return host_->start_pairing("T-0001") && host_log_.numbers.size() == 2 && terminal_log_.numbers.size() == 2; }));
}

TEST_F(Pairing, second_host_is_told_that_the_terminal_is_in_use_while_a_number_is_shown) {
  show_numbers();
  Log other_log;
  const auto other_host = open_host(test::Device("other host"), host_options("other.pairs"), other_log);
  announce(*other_host, *terminal_);

  ASSERT_TRUE(until([&] { return other_host->start_pairing("T-0001").has_value(); }));

  ASSERT_TRUE(until([&] { return !other_log.ends.empty(); }));
  EXPECT_EQ(other_log.ends.front(), "serial_in_use");
  EXPECT_TRUE(terminal_log_.ends.empty());
}

TEST_F(Pairing, unknown_or_paired_terminal_cannot_be_asked) {
  EXPECT_EQ(host_->start_pairing("T-9999").error().reason.text(), "terminal_not_found");
  show_numbers();
  host_->answer_pairing("T-0001", true);
  terminal_->confirm(true);
  ASSERT_TRUE(until([&] { return host_->up("T-0001"); }));

  EXPECT_EQ(host_->start_pairing("T-0001").error().reason.text(), "terminal_paired_already");
}

TEST_F(Pairing, man_in_the_middle_with_his_own_certificates_shows_other_numbers) {
  const test::Device mallory("mallory");
  Log to_terminal_log;
  Log to_host_log;
  const auto false_host = open_host(mallory, host_options("mallory.pairs"), to_terminal_log);
  auto victim = terminal_options(false_host->beacon_port(), "T-0003");
  Log victim_log;
  const test::Device victim_device("victim");
  const auto victim_terminal = open_terminal(victim_device, victim, victim_log);
  auto disguise = terminal_options(host_->beacon_port(), "T-0003");
  disguise.pairs = temp_ / "mallory-terminal.pairs";
  const auto false_terminal = open_terminal(mallory, disguise, to_host_log);

  ASSERT_TRUE(until([&] { return host_->start_pairing("T-0003") && false_host->start_pairing("T-0003"); }));
  ASSERT_TRUE(until([&] { return !host_log_.numbers.empty() && !victim_log.numbers.empty(); }));

  EXPECT_NE(host_log_.numbers.front(), victim_log.numbers.front());
}

}  // namespace
}  // namespace omote::link
