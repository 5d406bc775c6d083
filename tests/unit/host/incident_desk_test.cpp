#include "host/incident_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/incident/number.hpp"
#include "tests/unit/diagnosis/small_catalogue.hpp"
#include "tests/unit/host/hand_clock.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::host {
namespace {

using namespace std::chrono_literals;
using test::HandClock;
using test::Memory;

class IncidentDeskTest : public testing::Test {
 protected:
  IncidentDeskTest() {
    for (const auto* action : {"adapter_up", "give_rights"}) {
      actions_.add(action, [this](const diagnosis::Order& order, diagnosis::ActionDone done) {
        orders_.push_back(order.action + " " + order.terminal);
        done_ = std::move(done);
      });
    }
    desk_.emplace(IncidentParts{clock_, catalogue_, "1.2.3", journal_, experience_, actions_,
                                [this](const std::string&) { return idle_; }, [this] { ++looks_; }, [this] { ++changes_; }});
  }

  void tell(const std::string& id, fact::Value value, const std::string& subject = "") {
    desk_->take({fact::known(id, subject, std::move(value), clock_.now())});
  }
  void pass(std::chrono::milliseconds time) {
    for (auto left = time; left > 0ms; left -= 500ms) {
      clock_.passed += std::min(left, 500ms);
      desk_->tick();
    }
  }
  // The only incident that stands.
  const Incident& only() {
    const auto all = standing();
    EXPECT_EQ(all.size(), 1U);
    return *all.at(0);
  }
  std::vector<const Incident*> standing() {
    auto all = desk_->incidents();
    std::erase_if(all, [](const Incident* incident) { return incident->over(); });
    return all;
  }
  std::string number() { return desk_->number_of(only()); }

  test::TempFolder folder_;
  HandClock clock_;
  catalogue::Catalogue catalogue_ = test::small_catalogue();
  Memory journal_;
  diagnosis::ExperienceFile experience_ = diagnosis::ExperienceFile::open(folder_.path() / "experience.json");
  diagnosis::Actions actions_;
  std::vector<std::string> orders_;
  diagnosis::ActionDone done_;
  bool idle_ = true;
  int looks_ = 0;
  int changes_ = 0;
  std::optional<IncidentDesk> desk_;
};

TEST_F(IncidentDeskTest, a_fact_opens_an_incident_at_once_with_its_cause_and_next_step) {
  tell("network.carrier", true);
  EXPECT_TRUE(desk_->incidents().empty());
  tell("network.carrier", false);
  const auto& incident = only();
  EXPECT_EQ(incident.entry->row, "E07");
  EXPECT_EQ(incident.terminal, "");
  EXPECT_EQ(incident.lead().cause, "lan_cable_out");
  EXPECT_EQ(incident.next.id, "plug_lan_cable");
  EXPECT_EQ(incident.state, IncidentState::NeedsYou);  // facts lead clearly: nobody has to wait
  EXPECT_EQ(looks_, 1);
  EXPECT_GE(changes_, 1);
}

TEST_F(IncidentDeskTest, without_facts_it_looks_first_and_then_needs_a_person) {
  desk_->desk_state("national", "T1", "national_unreachable", "before");
  EXPECT_EQ(only().state, IncidentState::Looking);
  EXPECT_EQ(only().terminal, "");  // the PC's, whichever terminal met it
  pass(3s);
  EXPECT_EQ(only().state, IncidentState::NeedsYou);
}

TEST_F(IncidentDeskTest, one_incident_per_entry_although_fact_desk_and_two_terminals_tell_it) {
  tell("network.carrier", false);
  desk_->desk_state("national", "T1", "national_unreachable", "before");
  desk_->desk_state("national", "T2", "national_unreachable", "before");
  EXPECT_EQ(only().entry->row, "E07");
  tell("network.carrier", true);
  desk_->desk_state("national", "T1", "", "");
  pass(20s);
  EXPECT_EQ(standing().size(), 1U);  // T2 still cannot reach it
  desk_->desk_state("national", "T2", "", "");
  pass(2s);
  EXPECT_TRUE(standing().empty());
}

TEST_F(IncidentDeskTest, two_faults_at_once_are_two_incidents_each_with_its_cause) {
  tell("network.carrier", false);
  tell("output.writable", false);
  tell("link.adapter_enabled", false, "T1");
  const auto all = standing();
  ASSERT_EQ(all.size(), 3U);
  std::set<std::string> causes;
  for (const auto* incident : all) causes.insert(incident->lead().cause);
  EXPECT_EQ(causes, (std::set<std::string>{"lan_cable_out", "folder_refused", "adapter_down"}));
}

TEST_F(IncidentDeskTest, the_phase_decides_which_entry_a_reason_is) {
  desk_->desk_state("link", "T1", "link_lost", "start");
  desk_->desk_state("link", "T2", "link_lost", "idle");
  std::map<std::string, std::string> rows;
  for (const auto* incident : standing()) rows[incident->terminal] = incident->entry->row;
  EXPECT_EQ(rows, (std::map<std::string, std::string>{{"T1", "E36"}, {"T2", "E05"}}));
}

TEST_F(IncidentDeskTest, it_is_over_by_itself_when_condition_and_reason_are_gone) {
  tell("network.carrier", false);
  tell("network.carrier", true);
  pass(1s);
  EXPECT_EQ(standing().size(), 1U);  // not yet: it may come again at once
  pass(1s);
  EXPECT_TRUE(standing().empty());
  ASSERT_EQ(desk_->incidents().size(), 1U);
  EXPECT_EQ(desk_->incidents()[0]->state, IncidentState::Over);
  EXPECT_EQ(journal_.story().back(), "closed E07 by plug_lan_cable");  // its check came true
}

TEST_F(IncidentDeskTest, a_flapping_fact_is_one_incident) {
  for (int i = 0; i < 100; ++i) {
    tell("network.carrier", i % 2 == 1);
    pass(500ms);
  }
  EXPECT_EQ(desk_->incidents().size(), 1U);
  EXPECT_LE(journal_.events.size(), 20U);  // and the journal is not flooded
}

TEST_F(IncidentDeskTest, the_same_trouble_within_a_minute_is_the_same_incident) {
  tell("network.carrier", false);
  const auto name = only().name;
  tell("network.carrier", true);
  pass(5s);
  tell("network.carrier", false);
  EXPECT_EQ(only().name, name);
  tell("network.carrier", true);
  pass(90s);
  tell("network.carrier", false);
  EXPECT_NE(only().name, name);
}

TEST_F(IncidentDeskTest, a_safe_cure_runs_by_itself_when_facts_lead_and_cures) {
  tell("link.adapter_enabled", false, "T1");
  EXPECT_THAT(orders_, testing::ElementsAre("adapter_up T1"));
  EXPECT_EQ(only().state, IncidentState::Repairing);
  EXPECT_EQ(desk_->seconds_left(only()), 3U);
  pass(1s);
  EXPECT_EQ(desk_->seconds_left(only()), 2U);
  done_({});
  EXPECT_EQ(only().state, IncidentState::Watching);
  tell("link.adapter_enabled", true, "T1");
  pass(2s);
  EXPECT_TRUE(standing().empty());
  EXPECT_EQ(desk_->incidents()[0]->tried.back().result, "cured");
  EXPECT_THAT(journal_.story(), testing::ElementsAre("opened E05", "found adapter_down", "started adapter_up by machine",
                                                     "ended adapter_up cured", "closed E05 by adapter_up"));
  EXPECT_EQ(experience_.learned().at({"E05", "adapter_down"}), 1);
  EXPECT_EQ(diagnosis::ExperienceFile::open(folder_.path() / "experience.json").learned(), experience_.learned());
}

TEST_F(IncidentDeskTest, a_prior_alone_lets_no_cure_run) {
  desk_->desk_state("link", "T1", "link_lost", "idle");
  pass(10s);
  EXPECT_TRUE(orders_.empty());
  EXPECT_EQ(only().state, IncidentState::NeedsYou);
}

TEST_F(IncidentDeskTest, a_cure_that_disturbs_waits_until_no_visit_runs) {
  idle_ = false;
  tell("link.adapter_enabled", false, "T1");
  pass(30s);
  EXPECT_TRUE(orders_.empty());
  idle_ = true;
  pass(500ms);
  EXPECT_EQ(orders_.size(), 1U);
}

TEST_F(IncidentDeskTest, a_cure_that_does_not_help_is_repeated_with_pauses_and_never_for_ever) {
  tell("link.adapter_enabled", false, "T1");
  std::size_t answered = 0;
  for (int i = 0; i < 9 * 120; ++i) {  // nine minutes
    if (orders_.size() > answered) {
      answered = orders_.size();
      done_({});
    }
    pass(500ms);
  }
  EXPECT_EQ(orders_.size(), 3U);
  EXPECT_EQ(only().state, IncidentState::NeedsYou);
  EXPECT_EQ(only().next.id, "call_support");
  EXPECT_EQ(only().tried.front().result, "did_not_help");
}

TEST_F(IncidentDeskTest, a_cure_that_never_answers_is_given_up_and_its_late_answer_means_nothing) {
  tell("link.adapter_enabled", false, "T1");
  const auto late = done_;
  pass(20s);  // three times its cost and ten seconds
  EXPECT_EQ(only().tried.front().result, "failed:action_time_out");
  const auto before = only().state;
  late({});
  EXPECT_EQ(only().state, before);
}

TEST_F(IncidentDeskTest, an_action_that_is_not_here_is_neither_run_nor_proposed) {
  tell("output.writable", false);
  EXPECT_EQ(only().next.id, "give_rights");
  const diagnosis::Actions none;
  IncidentDesk bare(
      {clock_, catalogue_, "1.2.3", journal_, experience_, none, [](const std::string&) { return true; }, [] {}, [] {}});
  bare.take({fact::known("output.writable", "", false, clock_.now())});
  EXPECT_EQ(bare.incidents().at(0)->next.kind, diagnosis::NextStep::Kind::Nothing);
}

TEST_F(IncidentDeskTest, a_cure_on_consent_runs_after_one_touch_only) {
  tell("output.writable", false);
  pass(10s);
  EXPECT_TRUE(orders_.empty());
  ASSERT_TRUE(desk_->run_remedy(number(), "give_rights", "console"));
  EXPECT_THAT(orders_, testing::ElementsAre("give_rights "));
  EXPECT_EQ(only().state, IncidentState::Repairing);
  EXPECT_EQ(desk_->run_remedy(number(), "give_rights", "console").error().reason.text(), "remedy_not_offered");  // it runs
  done_(fail("no_permission", ""));
  EXPECT_EQ(only().tried.back().result, "failed:no_permission");
  EXPECT_EQ(only().next.kind, diagnosis::NextStep::Kind::Nothing);
}

TEST_F(IncidentDeskTest, a_remedy_of_another_trouble_or_by_hand_cannot_be_run) {
  tell("output.writable", false);
  EXPECT_EQ(desk_->run_remedy(number(), "adapter_up", "console").error().reason.text(), "remedy_not_offered");
  EXPECT_EQ(desk_->run_remedy(number(), "plug_cable", "console").error().reason.text(), "remedy_not_offered");
  EXPECT_EQ(desk_->run_remedy("0000-0000-0000-0", "give_rights", "console").error().reason.text(), "incident_unknown");
}

TEST_F(IncidentDeskTest, steps_by_hand_go_on_one_by_one_and_a_double_touch_counts_once) {
  desk_->visit_trouble("T1", "V1", "card_not_readable", "card");
  ASSERT_TRUE(desk_->answer(number(), "person.card_in_sleeve", false));
  pass(3s);
  ASSERT_EQ(only().next.id, "restart_all");
  ASSERT_TRUE(desk_->step_done(number(), "restart_all", 0, false));
  EXPECT_EQ(only().step, 1U);
  EXPECT_EQ(desk_->step_done(number(), "restart_all", 0, false).error().reason.text(), "step_not_offered");
  ASSERT_TRUE(desk_->step_done(number(), "restart_all", 1, true));
  EXPECT_EQ(only().state, IncidentState::Watching);
  pass(2s);
  EXPECT_TRUE(standing().empty());
  EXPECT_EQ(experience_.learned().at({"E01", "reader_tired"}), 1);
}

TEST_F(IncidentDeskTest, a_remedy_by_hand_that_did_not_help_gives_way_to_the_next) {
  tell("network.carrier", false);
  ASSERT_TRUE(desk_->step_done(number(), "plug_lan_cable", 0, false));
  EXPECT_EQ(only().tried.back().result, "did_not_help");
  EXPECT_NE(only().next.id, "plug_lan_cable");
}

TEST_F(IncidentDeskTest, an_answer_orders_the_causes_and_holds_for_this_trouble_only) {
  desk_->visit_trouble("T1", "V1", "card_not_readable", "card");
  ASSERT_TRUE(desk_->answer(number(), "person.card_in_sleeve", true));
  EXPECT_EQ(only().lead().cause, "in_sleeve");
  EXPECT_GT(only().lead().probability, 0.9);
  desk_->visit_good("T1", "V2");
  pass(2s);
  EXPECT_TRUE(standing().empty());
  EXPECT_FALSE(desk_->facts().find("person.card_in_sleeve", "T1")->value);
  EXPECT_EQ(desk_->facts().find("person.card_in_sleeve", "T1")->unknown, "not_asked");
}

TEST_F(IncidentDeskTest, who_cannot_tell_is_not_asked_again) {
  desk_->visit_trouble("T1", "V1", "card_not_readable", "card");
  ASSERT_TRUE(desk_->answer(number(), "person.card_in_sleeve", std::nullopt));
  pass(3s);
  EXPECT_NE(only().next.kind, diagnosis::NextStep::Kind::Question);
  EXPECT_EQ(desk_->answer(number(), "network.carrier", true).error().reason.text(), "question_not_asked");
}

TEST_F(IncidentDeskTest, a_programs_trouble_ends_with_a_good_call_of_that_phase_at_that_terminal) {
  desk_->visit_trouble("T1", "", "card_not_readable", "card");
  desk_->call_good("T1", "idle");
  desk_->call_good("T2", "card");
  pass(5s);
  EXPECT_EQ(standing().size(), 1U);
  desk_->call_good("T1", "card");
  pass(2s);
  EXPECT_TRUE(standing().empty());
}

TEST_F(IncidentDeskTest, a_programs_trouble_at_no_terminal_ends_with_a_good_call_at_any) {
  desk_->visit_trouble("", "", "card_not_readable", "start");  // a device that belongs to no terminal
  desk_->call_good("T2", "start");
  pass(2s);
  EXPECT_TRUE(standing().empty());
}

TEST_F(IncidentDeskTest, a_good_call_of_a_program_does_not_end_what_a_visit_or_a_fact_tells) {
  desk_->visit_trouble("T1", "V1", "card_not_readable", "card");
  tell("network.carrier", false);
  desk_->call_good("T1", "card");
  desk_->call_good("T1", "");
  pass(5s);
  EXPECT_EQ(standing().size(), 2U);
}

TEST_F(IncidentDeskTest, a_visits_trouble_ends_with_the_next_good_visit_and_not_with_its_own) {
  desk_->visit_trouble("T1", "V1", "card_not_readable", "card");
  desk_->visit_good("T1", "V1");  // by PIN, after all
  pass(5s);
  EXPECT_EQ(standing().size(), 1U);
  EXPECT_TRUE(desk_->met_in("V1"));
  EXPECT_FALSE(desk_->met_in("V2"));
  desk_->visit_good("T2", "V2");  // elsewhere
  pass(5s);
  EXPECT_EQ(standing().size(), 1U);
  desk_->visit_good("T1", "V3");
  pass(2s);
  EXPECT_TRUE(standing().empty());
  EXPECT_FALSE(desk_->met_in("V1"));
}

TEST_F(IncidentDeskTest, a_good_answer_of_the_national_system_ends_what_was_met_on_the_way_there_and_nothing_else) {
  desk_->visit_trouble("T1", "V1", "national_time_out", "before");
  desk_->visit_trouble("T1", "V2", "card_not_readable", "card");
  pass(5s);
  EXPECT_EQ(standing().size(), 2U);
  desk_->national_good("T1");
  pass(5s);
  ASSERT_EQ(standing().size(), 1U);
  EXPECT_EQ(standing().front()->reason, "card_not_readable");
}

TEST_F(IncidentDeskTest, a_visits_trouble_ends_after_a_while_without_visits) {
  desk_->visit_trouble("T1", "V1", "card_not_readable", "card");
  pass(9min);
  EXPECT_EQ(standing().size(), 1U);
  pass(2min);
  EXPECT_TRUE(standing().empty());
}

TEST_F(IncidentDeskTest, a_reason_that_nobody_knows_is_unknown_and_says_so) {
  desk_->visit_trouble("T1", "V1", "something_new", "card");
  EXPECT_EQ(only().entry->row, "OMT99");
  EXPECT_EQ(only().lead().cause, "");
  desk_->forget("T1");
  desk_->visit_trouble("T1", "V2", "something_new", "card", true);  // and the visit goes on: nothing to say
  EXPECT_TRUE(standing().empty());
}

TEST_F(IncidentDeskTest, the_number_tells_version_row_state_and_cause_and_finds_the_incident_again) {
  tell("network.carrier", false);
  const auto facts = incident::read_number(number(), catalogue_);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->version, "1.2.3");
  EXPECT_EQ(facts->row, "E07");
  EXPECT_EQ(facts->state, "needs_you");
  EXPECT_EQ(facts->cause, "lan_cable_out");
  const auto early = number();
  tell("network.carrier", true);
  ASSERT_NE(number(), early);  // the state is another one
  tell("network.carrier", false);
  pass(20s);
  EXPECT_TRUE(desk_->step_done(early, "plug_lan_cable", 0, false));
}

TEST_F(IncidentDeskTest, what_people_see_carries_facts_next_step_and_a_qr_code) {
  tell("network.carrier", false);
  const auto shown = desk_->shown(only());
  EXPECT_EQ(shown.row(), "E07");
  EXPECT_EQ(shown.severity(), "blocks");
  EXPECT_EQ(shown.state(), "needs_you");
  ASSERT_GE(shown.findings_size(), 2);
  EXPECT_EQ(shown.findings(0).evidence(0).fact(), "network.carrier");
  EXPECT_EQ(shown.findings(0).evidence(0).value(), "false");
  EXPECT_TRUE(shown.findings(0).evidence(0).speaks_for());
  EXPECT_EQ(shown.next().kind(), "remedy");
  EXPECT_EQ(shown.next().id(), "plug_lan_cable");
  const auto width = shown.qr().find('/');
  ASSERT_NE(width, std::string::npos);
  EXPECT_EQ(shown.qr().size(), width * width + width - 1);  // a square
  EXPECT_TRUE(shown.qr().starts_with("1111111"));           // its corner
}

TEST_F(IncidentDeskTest, the_kiosk_names_what_keeps_patients_from_being_received) {
  EXPECT_EQ(desk_->for_kiosk("T1", "", ""), nullptr);
  desk_->visit_trouble("T1", "V1", "card_not_readable", "card");
  tell("network.carrier", false);
  tell("link.adapter_enabled", false, "T2");
  EXPECT_EQ(desk_->for_kiosk("T1", "", "")->entry->row, "E07");
  EXPECT_EQ(desk_->for_kiosk("T1", "E01", "")->entry->row, "E01");
  EXPECT_EQ(desk_->for_kiosk("T3", "E01", ""), nullptr);
}

// E05 takes over E36: both tell of the same lost link.
class TakenOverTest : public IncidentDeskTest {
 protected:
  TakenOverTest() {
    auto document = test::small_document();
    for (auto& entry : document["entries"])
      if (entry["row"] == "E05") entry["takes_over"] = {"E36"};
    idle_ = false;  // no cure runs by itself meanwhile
    catalogue_ = catalogue::Catalogue::from_json(document.dump()).value();
    desk_.emplace(IncidentParts{clock_, catalogue_, "1.2.3", journal_, experience_, actions_,
                                [this](const std::string&) { return idle_; }, [this] { ++looks_; }, [this] { ++changes_; }});
  }
};

TEST_F(TakenOverTest, the_other_row_is_told_within_the_incident_and_never_beside_it) {
  desk_->desk_state("link", "T1", "link_lost", "start");
  const auto early = number();
  EXPECT_EQ(only().entry->row, "E36");
  tell("link.adapter_enabled", false, "T1");
  EXPECT_EQ(only().entry->row, "E05");
  EXPECT_THAT(desk_->shown(only()).also(), testing::ElementsAre("E36"));
  EXPECT_EQ(desk_->for_kiosk("T1", "E36", "")->entry->row, "E05");
  // Who still has the other one's number is understood.
  ASSERT_TRUE(desk_->answer(early, "person.card_in_sleeve", true));
}

TEST_F(TakenOverTest, it_stands_for_itself_again_when_only_it_is_left) {
  tell("link.adapter_enabled", false, "T1");
  desk_->desk_state("link", "T1", "link_lost", "start");
  EXPECT_EQ(only().entry->row, "E05");
  tell("link.adapter_enabled", true, "T1");
  pass(2s);
  EXPECT_EQ(only().entry->row, "E36");
}

TEST_F(TakenOverTest, it_ends_with_the_other_and_leaves_no_trace_when_it_was_never_told) {
  tell("link.adapter_enabled", false, "T1");
  desk_->desk_state("link", "T1", "link_lost", "start");
  desk_->desk_state("link", "T1", "", "");
  tell("link.adapter_enabled", true, "T1");
  pass(2s);
  EXPECT_EQ(desk_->incidents().size(), 1U);
  for (const auto& line : journal_.story()) EXPECT_EQ(line.find("E36"), std::string::npos) << line;
}

TEST_F(TakenOverTest, another_terminals_trouble_is_another_trouble) {
  tell("link.adapter_enabled", false, "T1");
  desk_->desk_state("link", "T2", "link_lost", "start");
  EXPECT_EQ(standing().size(), 2U);
}

TEST_F(IncidentDeskTest, a_terminal_that_was_forgotten_leaves_nothing_standing) {
  tell("link.adapter_enabled", false, "T1");
  desk_->forget("T1");
  EXPECT_TRUE(standing().empty());
  EXPECT_EQ(desk_->facts().find("link.adapter_enabled", "T1"), nullptr);
  done_({});  // its cure ends later
  pass(1s);
  EXPECT_TRUE(standing().empty());
}

TEST_F(IncidentDeskTest, memory_stays_bounded_through_a_long_bad_day) {
  for (int i = 0; i < 200; ++i) {
    const auto terminal = "T" + std::to_string(i);
    desk_->visit_trouble(terminal, "V", "card_not_readable", "card");
    desk_->visit_good(terminal, "W");
    pass(2s);
  }
  EXPECT_EQ(desk_->incidents().size(), 50U);
  for (int i = 0; i < 1000; ++i) tell("link.adapter_enabled", true, "T" + std::to_string(i));
  EXPECT_LE(desk_->facts().all().size(), 70U);
}

}  // namespace
}  // namespace omote::host
