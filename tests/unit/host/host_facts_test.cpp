#include "host/host_facts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/facts.hpp"
#include "tests/unit/host/hand_clock.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::host {
namespace {

using namespace std::chrono_literals;
using ports::Presence;

// With the catalogue as it is: which entry a trouble becomes is what these tests are about.
class HostFactsTest : public testing::Test {
 protected:
  [[nodiscard]] std::string said(const std::string& id, const std::string& subject = "T1") const {
    return test::said(desk_.facts().all(), id, subject);
  }
  std::vector<std::string> rows() {
    std::vector<std::string> rows;
    for (const auto* incident : desk_.incidents())
      if (!incident->over()) rows.push_back(incident->entry->row);
    std::ranges::sort(rows);
    return rows;
  }
  void pass(std::chrono::milliseconds time) {
    for (auto left = time; left > 0ms; left -= 500ms) {
      clock_.passed += 500ms;
      desk_.tick();
    }
  }
  link::KnownTerminal paired(bool up) {
    return {
        .serial = "T1", .name = "", .software = "1.2.9", .address = "192.168.7.2:4711", .paired = true, .up = up, .heard = up};
  }

  test::TempFolder folder_;
  test::HandClock clock_;
  catalogue::Catalogue catalogue_ = catalogue::Catalogue::built_in().value();
  test::Memory journal_;
  diagnosis::ExperienceFile experience_ = diagnosis::ExperienceFile::open(folder_.path() / "experience.json");
  diagnosis::Actions actions_;
  IncidentDesk desk_{
      {clock_, catalogue_, "1.2.3", journal_, experience_, actions_, [](const std::string&) { return true; }, [] {}, [] {}}};
  HostFacts facts_{clock_, catalogue_, "1.2.3", desk_};
};

TEST_F(HostFactsTest, a_link_never_up_is_told_after_the_time_a_start_may_take) {
  facts_.link_seen({paired(false)});
  EXPECT_EQ(said("link.connected"), "-");
  pass(7s);
  facts_.link_seen({paired(false)});
  EXPECT_EQ(said("link.connected"), "false");
  EXPECT_EQ(said("link.ever_connected"), "false");
  EXPECT_THAT(rows(), testing::Contains("E36"));
}

TEST_F(HostFactsTest, a_second_device_under_the_same_number_is_told_while_it_calls) {
  facts_.link_up("T1");
  auto terminal = paired(true);
  terminal.twin = true;
  facts_.link_seen({terminal});
  EXPECT_THAT(rows(), testing::ElementsAre("OMT19"));
  terminal.twin = false;
  facts_.link_seen({terminal});
  pass(2s);
  EXPECT_THAT(rows(), testing::IsEmpty());
}

TEST_F(HostFactsTest, a_link_lost_in_a_visit_is_e05_and_one_lost_while_idle_is_q17) {
  facts_.link_up("T1");
  facts_.link_down("T1", "peer_silent", true);
  EXPECT_THAT(rows(), testing::ElementsAre("E05"));
  facts_.link_up("T1");
  pass(2s);
  EXPECT_THAT(rows(), testing::IsEmpty());
  facts_.link_down("T1", "peer_silent", false);
  EXPECT_THAT(rows(), testing::ElementsAre("Q17"));
  EXPECT_EQ(said("link.drops_today"), "2");
}

TEST_F(HostFactsTest, what_was_seen_before_the_break_says_nothing_after_it) {
  facts_.link_up("T1");
  facts_.link_seen({paired(true)});
  desk_.take({fact::known("link.device_answers", "T1", true, clock_.now())});
  facts_.link_down("T1", "peer_silent", false);
  EXPECT_EQ(said("link.beacon_heard"), "false");
  EXPECT_EQ(said("link.device_answers"), "?not_looked");
}

TEST_F(HostFactsTest, a_refusal_is_told_by_its_fact_and_not_as_a_lost_link) {
  facts_.link_up("T1");
  facts_.link_down("T1", "version", false);
  EXPECT_EQ(said("link.refused"), "version");
  EXPECT_THAT(rows(), testing::ElementsAre("E37"));
}

TEST_F(HostFactsTest, what_a_terminal_said_is_unknown_once_its_link_is_lost) {
  facts_.link_up("T1");
  link::v1::TerminalState state;
  auto& touch = *state.add_facts();
  touch.set_id("terminal.touch");
  touch.set_text("ok");
  facts_.terminal_told("T1", state);
  EXPECT_EQ(said("terminal.touch"), "ok");
  facts_.link_down("T1", "closed", false);
  EXPECT_EQ(said("terminal.touch"), "?not_connected");
}

TEST_F(HostFactsTest, a_terminal_is_no_witness_for_the_pc_and_for_nothing_that_nobody_asked) {
  link::v1::TerminalState state;
  for (const auto* id : {"network.carrier", "reader.present", "something.new"}) {
    auto& fact = *state.add_facts();
    fact.set_id(id);
    fact.set_flag(false);
  }
  facts_.terminal_told("T1", state);
  for (const auto* id : {"network.carrier", "reader.present", "something.new"}) EXPECT_EQ(said(id), "-") << id;
  EXPECT_THAT(rows(), testing::IsEmpty());
}

TEST_F(HostFactsTest, a_reader_never_seen_is_e03_and_one_that_went_is_e04) {
  facts_.reader("T1", Presence::NoReader, false);
  EXPECT_THAT(rows(), testing::ElementsAre("E03"));
  facts_.reader("T1", Presence::Empty, false);
  pass(2s);
  EXPECT_THAT(rows(), testing::IsEmpty());
  facts_.reader("T1", Presence::NoReader, false);
  EXPECT_THAT(rows(), testing::ElementsAre("E04"));
}

TEST_F(HostFactsTest, a_card_service_that_does_not_answer_is_e02_until_it_does) {
  facts_.reader("T1", Presence::ServiceSilent, false);
  EXPECT_THAT(rows(), testing::ElementsAre("E02"));
  facts_.reader("T1", Presence::Empty, false);
  pass(2s);
  EXPECT_THAT(rows(), testing::IsEmpty());
}

TEST_F(HostFactsTest, the_same_time_out_is_e26_before_the_first_login_and_e08_after) {
  facts_.national("T1", "national_time_out", "");
  EXPECT_THAT(rows(), testing::ElementsAre("E26"));
  facts_.national("T1", "", "");
  pass(2s);
  facts_.national("T1", "national_time_out", "");
  EXPECT_THAT(rows(), testing::ElementsAre("E08"));
  EXPECT_EQ(said("national.time_outs_today", ""), "2");
}

TEST_F(HostFactsTest, a_time_out_while_the_lan_cable_is_out_is_told_within_that_trouble) {
  facts_.national("T1", "", "");
  desk_.take({fact::known("network.carrier", "", false, clock_.now())});
  facts_.national("T1", "national_time_out", "");
  EXPECT_THAT(rows(), testing::ElementsAre("E07"));
  desk_.take({fact::known("network.carrier", "", true, clock_.now())});
  pass(20s);
  EXPECT_THAT(rows(), testing::ElementsAre("E08"));  // the cable was not all
}

TEST_F(HostFactsTest, a_locked_account_tells_the_time_that_is_left) {
  facts_.national("T1", "login_locked", "30");
  EXPECT_EQ(said("national.login"), "locked");
  EXPECT_EQ(said("national.locked_left_s"), "1800");
  EXPECT_THAT(rows(), testing::ElementsAre("E25"));
}

TEST_F(HostFactsTest, settings_that_healed_are_settled_and_stay_so_until_they_are_damaged_again) {
  const auto probe = [&](const std::string& value) {
    std::vector<fact::Fact> told{fact::known("program.settings", "", value, clock_.now())};
    facts_.pass_settled(told);
    desk_.take(told);
  };
  EXPECT_EQ(facts_.settings_settled("T1").error().reason.text(), "settings_not_healed");
  probe("healed");
  EXPECT_THAT(rows(), testing::ElementsAre("E35"));
  ASSERT_TRUE(facts_.settings_settled(""));
  pass(2s);
  EXPECT_THAT(rows(), testing::IsEmpty());
  probe("healed");  // the program still says how it began
  EXPECT_EQ(said("program.settings", ""), "whole");
  probe("whole");
  probe("rebuilt");
  EXPECT_THAT(rows(), testing::ElementsAre("E35"));
}

TEST_F(HostFactsTest, a_stranger_that_calls_waits_to_be_registered_and_is_forgotten_when_it_calls_no_more) {
  auto stranger = paired(false);
  stranger.paired = false;
  stranger.heard = true;
  facts_.link_seen({stranger});
  EXPECT_EQ(said("link.paired"), "false");
  EXPECT_THAT(rows(), testing::ElementsAre("Q16"));
  facts_.link_seen({});
  EXPECT_EQ(said("link.paired"), "-");
  EXPECT_THAT(rows(), testing::IsEmpty());
}

TEST_F(HostFactsTest, that_no_terminal_is_there_is_no_news_in_the_first_seconds) {
  facts_.link_seen({});
  EXPECT_EQ(said("link.terminals", ""), "-");
  pass(7s);
  facts_.link_seen({});
  EXPECT_EQ(said("link.terminals", ""), "0");
}

TEST_F(HostFactsTest, a_pc_that_stood_still_for_some_seconds_slept) {
  facts_.link_seen({});
  EXPECT_EQ(said("pc.slept_today", ""), "0");
  clock_.passed += 12s;
  facts_.link_seen({});
  EXPECT_EQ(said("pc.slept_today", ""), "1");
  pass(500ms);
  facts_.link_seen({});
  EXPECT_EQ(said("pc.slept_today", ""), "1");
}

TEST_F(HostFactsTest, a_lost_link_is_one_incident_however_many_rows_tell_of_it) {
  facts_.link_up("T1");
  facts_.link_down("T1", "peer_silent", false);
  EXPECT_THAT(rows(), testing::ElementsAre("Q17"));
  // The adapter is gone, too: that says more.
  desk_.take({fact::known("link.adapter_present", "T1", false, clock_.now())});
  EXPECT_THAT(rows(), testing::ElementsAre("Q30"));
  // Somebody looked at the lamp: that says most.
  desk_.take({fact::known("person.terminal_lamp", "T1", false, clock_.now())});
  EXPECT_THAT(rows(), testing::ElementsAre("Q26"));
  EXPECT_THAT(desk_.shown(*desk_.incidents().front()).also(), testing::ElementsAre("Q17", "Q30"));
  facts_.link_up("T1");
  pass(2s);
  EXPECT_THAT(rows(), testing::IsEmpty());
  EXPECT_EQ(desk_.incidents().size(), 1U);
}

TEST_F(HostFactsTest, a_link_lost_in_a_visit_keeps_its_code_whatever_else_is_seen) {
  facts_.link_up("T1");
  facts_.link_down("T1", "peer_silent", true);
  desk_.take({fact::known("link.adapter_present", "T1", false, clock_.now())});
  EXPECT_THAT(rows(), testing::ElementsAre("E05"));
  EXPECT_THAT(desk_.shown(*desk_.incidents().front()).also(), testing::ElementsAre("Q30"));
}

TEST_F(HostFactsTest, a_remote_session_tells_that_remote_desktop_is_on_until_it_ends) {
  desk_.take({fact::known("pc.remote_desktop_enabled", "", true, clock_.now()),
              fact::known("pc.remote_desktop_in_use", "", true, clock_.now())});
  EXPECT_THAT(rows(), testing::ElementsAre("Q20"));
  desk_.take({fact::known("pc.remote_desktop_in_use", "", false, clock_.now())});
  pass(2s);
  EXPECT_THAT(rows(), testing::ElementsAre("E24"));
}

TEST_F(HostFactsTest, another_program_that_let_go_of_the_card_is_forgotten) {
  facts_.reader_held("T1", true);
  EXPECT_THAT(rows(), testing::ElementsAre("E34"));
  desk_.take({fact::known("reader.holder_program", "", std::string("cardtool"), clock_.now())});
  pass(90s);
  facts_.link_seen({});
  EXPECT_EQ(said("reader.held"), "true");
  desk_.take({fact::known("reader.holder_program", "", std::string(), clock_.now())});
  facts_.link_seen({});
  EXPECT_EQ(said("reader.held"), "false");
}

}  // namespace
}  // namespace omote::host
