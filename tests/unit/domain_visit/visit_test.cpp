#include <gtest/gtest.h>

#include <algorithm>

#include "domain/catalogue/failures.hpp"
#include "tests/unit/domain_visit/driver.hpp"

namespace omote::visit::test {
namespace {

TEST(Visit, everything_there_shows_ready) {
  Driver d;
  d.to_ready();
  EXPECT_EQ(d.state.phase, Phase::Ready);
  EXPECT_EQ(d.state.screen, "ready");
}

TEST(Visit, national_system_missing_says_so) {
  Driver d;
  d.on(TerminalWentUp{});
  d.on(NationalWentDown{"login_locked"});
  EXPECT_EQ(d.state.phase, Phase::Waiting);
  EXPECT_EQ(d.param("for"), "national");
  EXPECT_EQ(d.param("reason"), "login_locked");
}

TEST(Visit, check_in_stopped_by_staff_takes_no_card_until_it_is_started) {
  Driver d;
  d.to_ready();
  d.on(CheckInSwitched{false});
  EXPECT_EQ(d.param("for"), "stopped");
  d.on(ReaderSeen{Reader::Card});
  EXPECT_EQ(d.state.phase, Phase::Waiting);
  d.on(ReaderSeen{Reader::Empty});
  d.on(CheckInSwitched{true});
  EXPECT_EQ(d.state.screen, "ready");
}

TEST(Visit, check_in_stopped_in_a_visit_finishes_it_first) {
  Driver d;
  d.to_choosing();
  d.on(CheckInSwitched{false});
  EXPECT_EQ(d.state.phase, Phase::Choosing);
  d.on(StaffDecided{true});
  d.on(IdentityCame{true, {}, {}});
  d.on(EligibilityCame{"1"});
  d.on(ResultDelivered{false, "1"});
  EXPECT_EQ(d.state.screen, "take_card");
  d.on(ReaderSeen{Reader::Empty});
  EXPECT_EQ(d.param("for"), "stopped");
}

TEST(Visit, card_lying_there_before_ready_begins_a_visit) {
  Driver d;
  d.on(ReaderSeen{Reader::Card});
  d.on(TerminalWentUp{});
  d.on(NationalWentUp{});
  EXPECT_EQ(d.state.phase, Phase::CardPlaced);
}

TEST(Visit, card_recognised_starts_card_front_before_the_choice) {
  Driver d;
  d.to_choosing();
  EXPECT_EQ(d.state.phase, Phase::Choosing);
  ASSERT_NE(d.find<StartCardFace>(), nullptr);
  EXPECT_EQ(d.param("face"), "reading");
}

TEST(Visit, face_way_is_delivered) {
  Driver d;
  d.to_choosing();
  d.on(CardFrontRead{Secret("55021720352285")});
  ASSERT_NE(d.find<ReadPhoto>(), nullptr);
  EXPECT_EQ(d.find<ReadPhoto>()->tries_expected, 10);
  d.on(PhotoAnswered{Verified::Accepted, 10});
  EXPECT_EQ(d.param("face"), "yes");
  d.touch("face");
  ASSERT_NE(d.find<StartFace>(), nullptr);
  d.on(FaceEnded{FaceResult::Matched});
  ASSERT_NE(d.find<AskIdentity>(), nullptr);
  d.on(IdentityCame{true, {"PharmacistsInfo", "DiagnosisInfo"}, {}});
  EXPECT_EQ(d.state.screen, "consent");
  d.touch("all");
  ASSERT_NE(d.find<AskEligibility>(), nullptr);
  EXPECT_TRUE(d.find<AskEligibility>()->consents.at("DiagnosisInfo"));
  d.on(EligibilityCame{"1"});
  ASSERT_NE(d.find<Deliver>(), nullptr);
  d.on(ResultDelivered{false, "1"});
  ASSERT_NE(d.find<EndVisit>(), nullptr);
  EXPECT_EQ(d.find<EndVisit>()->outcome, Outcome::Delivered);
  EXPECT_EQ(d.state.screen, "take_card");
  EXPECT_TRUE(holds_nothing(d.state));
  d.on(ReaderSeen{Reader::Empty});
  EXPECT_EQ(d.state.screen, "ready");
}

TEST(Visit, face_chosen_before_the_front_is_read_waits_and_starts_by_itself) {
  Driver d;
  d.to_choosing();
  d.touch("face");
  EXPECT_EQ(d.state.screen, "card_face");
  d.to_photo();
  EXPECT_EQ(d.state.screen, "face");
}

TEST(Visit, pin_entry_is_one_verify) {
  Driver d;
  d.to_choosing();
  d.touch("pin");
  const auto revision = d.state.revision;
  d.touch("enter", "1234");
  ASSERT_NE(d.find<AskChallenge>(), nullptr);
  d.on(Touched{revision, "enter", Secret("1234")});  // the second tap of a double tap
  EXPECT_TRUE(d.last.empty());
  d.on(ChallengeCame{});
  ASSERT_NE(d.find<VerifyPin>(), nullptr);
  EXPECT_EQ(d.find<VerifyPin>()->tries_expected, 3);
  d.on(ChallengeCame{});
  EXPECT_EQ(d.find<VerifyPin>(), nullptr);
}

TEST(Visit, wrong_pin_shows_tries_left_and_asks_again_before_the_last) {
  Driver d;
  d.to_choosing();
  d.touch("pin");
  d.touch("enter", "1111");
  d.on(ChallengeCame{});
  d.on(PinAnswered{Verified::Wrong, 2});
  EXPECT_EQ(d.state.screen, "pin");
  EXPECT_EQ(d.param("tries_left"), "2");
  EXPECT_EQ(d.param("wrong"), "yes");
  d.touch("enter", "2222");
  d.on(ChallengeCame{});
  d.on(PinAnswered{Verified::Wrong, 1});
  EXPECT_EQ(d.state.screen, "pin_last");
  d.touch("continue");
  EXPECT_EQ(d.state.screen, "pin");
  d.touch("enter", "3333");
  d.on(ChallengeCame{});
  d.on(PinAnswered{Verified::Blocked, 0});
  EXPECT_EQ(d.state.screen, "pin_blocked");
  EXPECT_NE(std::ranges::find(d.state.actions, "staff"), d.state.actions.end());
}

TEST(Visit, pin_answer_lost_is_never_sent_again) {
  Driver d;
  d.to_choosing();
  d.touch("pin");
  d.touch("enter", "1234");
  d.on(ChallengeCame{});
  d.on(PinAnswered{Verified::Unknown, {}});
  EXPECT_EQ(d.state.screen, "pin_unknown");
  EXPECT_EQ(d.find<EndVisit>()->reason, "pin_answer_lost");
}

TEST(Visit, three_letters_are_not_a_pin) {
  Driver d;
  d.to_choosing();
  d.touch("pin");
  d.touch("enter", "12a4");
  EXPECT_EQ(d.find<AskChallenge>(), nullptr);
}

TEST(Visit, card_without_pin_offers_no_pin) {
  Driver d;
  auto card = good_card();
  card.pin_set = false;
  d.to_choosing(card);
  EXPECT_EQ(d.param("pin_reason"), "not_set");
  EXPECT_EQ(std::ranges::find(d.state.actions, "pin"), d.state.actions.end());
}

TEST(Visit, three_tries_of_number_b_left_are_not_spent_by_the_machine) {
  Driver d;
  auto card = good_card();
  card.number_b_tries = 3;
  d.to_choosing(card);
  EXPECT_EQ(d.find<StartCardFace>(), nullptr);
  EXPECT_EQ(d.param("face_reason"), "number_b_low");
}

TEST(Visit, wrong_number_b_is_never_sent_twice) {
  Driver d;
  d.to_choosing();
  d.on(CardFrontRead{Secret("55021720352285")});
  d.on(PhotoAnswered{Verified::Wrong, 9});
  EXPECT_EQ(d.param("face_reason"), "number_b_wrong_9");
  d.touch("face");
  ASSERT_NE(d.find<StartCardFace>(), nullptr);
  d.on(CardFrontRead{Secret("55021720352285")});
  EXPECT_EQ(d.find<ReadPhoto>(), nullptr);
  EXPECT_EQ(d.state.screen, "trouble");
  EXPECT_EQ(d.param("code"), "015");
}

TEST(Visit, what_failed_behind_number_b_is_not_tried_again_with_the_same_card) {
  for (const std::string reason : {"number_b_not_sent", "photo_not_decodable"}) {
    Driver d;
    d.to_choosing();
    d.touch("face");
    d.on(CardFrontRead{Secret("55021720352285")});
    d.on(CardFailed{reason});
    EXPECT_EQ(d.state.screen, "trouble");
    EXPECT_EQ(d.param("reason"), reason);
    EXPECT_EQ(std::ranges::find(d.state.actions, "again"), d.state.actions.end());
    EXPECT_NE(std::ranges::find(d.state.actions, "pin"), d.state.actions.end());
  }
}

struct WrongNumberB {
  int left;
  const char* detail;
};
class NumberBCodes : public ::testing::TestWithParam<WrongNumberB> {};
TEST_P(NumberBCodes, tries_left_give_the_detail) {
  const auto& entry = catalogue::find_failure("number_b_wrong_" + std::to_string(GetParam().left), "card_face");
  EXPECT_EQ(entry.code, "015");
  EXPECT_EQ(entry.detail, GetParam().detail);
}
INSTANTIATE_TEST_SUITE_P(all, NumberBCodes,
                         ::testing::Values(WrongNumberB{1, "0x04000011"}, WrongNumberB{2, "0x04000012"},
                                           WrongNumberB{3, "0x04000013"}, WrongNumberB{4, "0x04000014"},
                                           WrongNumberB{5, "0x04000015"}, WrongNumberB{6, "0x04000016"},
                                           WrongNumberB{7, "0x04000017"}, WrongNumberB{8, "0x04000018"},
                                           WrongNumberB{9, "0x04000019"}));

TEST(Visit, refused_face_goes_on_by_pin) {
  Driver d;
  d.to_choosing();
  d.to_photo();
  d.touch("face");
  d.on(FaceEnded{FaceResult::OtherPerson});
  EXPECT_EQ(d.state.screen, "face_failed");
  d.touch("pin");
  EXPECT_EQ(d.state.screen, "pin");
}

TEST(Visit, western_birth_year_is_told_once_and_not_looked_at_again) {
  Driver d;
  d.to_choosing();
  d.touch("face");
  d.on(CardFrontEnded{"western"});
  EXPECT_EQ(d.state.screen, "trouble");
  EXPECT_EQ(d.param("code"), "OMT08");
  EXPECT_EQ(std::ranges::find(d.state.actions, "again"), d.state.actions.end());
  EXPECT_NE(std::ranges::find(d.state.actions, "pin"), d.state.actions.end());
}

TEST(Visit, five_failed_faces_end_the_face_way) {
  Driver d;
  d.to_choosing();
  d.to_photo();
  d.touch("face");
  for (int i = 0; i < 5; ++i) {
    d.on(FaceEnded{FaceResult::OtherPerson});
    if (i < 4) d.touch("face");
  }
  EXPECT_EQ(d.param("again"), "no");
  EXPECT_EQ(std::ranges::find(d.state.actions, "face"), d.state.actions.end());
}

TEST(Visit, staff_code_is_compared_by_hash) {
  Driver d;
  d.policy.staff_code_hash = to_hex(sha256(as_bytes("1311234567:204816")));
  d.to_choosing();
  d.touch("staff");
  EXPECT_EQ(d.param("by"), "code");
  d.touch("enter", "000000");
  EXPECT_EQ(d.param("wrong"), "yes");
  d.touch("enter", "204816");
  ASSERT_NE(d.find<AskIdentity>(), nullptr);
  EXPECT_EQ(d.find<AskIdentity>()->staff, "code");
}

TEST(Visit, staff_mode_leads_to_the_staff) {
  Driver d;
  d.policy.mode = Mode::StaffConfirmation;
  d.to_choosing();
  EXPECT_EQ(d.state.phase, Phase::Staff);
  EXPECT_EQ(d.find<StartCardFace>(), nullptr);
  ASSERT_NE(d.find<NoteTrouble>(), nullptr);
  EXPECT_EQ(d.find<NoteTrouble>()->reason, "mode");
  d.on(StaffDecided{true});
  EXPECT_EQ(d.find<AskIdentity>()->staff, "mode");
}

TEST(Visit, first_use_asks_before_registering) {
  Driver d;
  d.to_choosing();
  d.on(StaffDecided{true});
  d.on(IdentityCame{false, {"PharmacistsInfo"}, {}});
  EXPECT_EQ(d.state.screen, "register");
  d.touch("agree");
  ASSERT_NE(d.find<RegisterCard>(), nullptr);
  d.on(RegistrationDone{});
  EXPECT_EQ(d.state.screen, "consent");
}

TEST(Visit, registration_refused_is_010) {
  Driver d;
  d.to_choosing();
  d.on(StaffDecided{true});
  d.on(IdentityCame{false, {}, {}});
  d.touch("agree");
  d.on(NationalFailed{"registration_refused"});
  EXPECT_EQ(d.param("code"), "010");
  EXPECT_EQ(d.param("detail"), "0x8100000B");
}

TEST(Visit, consent_one_by_one_counts_only_questions_that_were_asked) {
  Driver d;
  d.to_choosing();
  d.on(StaffDecided{true});
  d.on(IdentityCame{true, {"PharmacistsInfo", "OperationInfo"}, {}});
  d.touch("each");
  EXPECT_EQ(d.state.screen, "consent_each");
  d.touch("submit", "PharmacistsInfo=1,DiagnosisInfo=1");
  const auto& consents = d.find<AskEligibility>()->consents;
  EXPECT_TRUE(consents.at("PharmacistsInfo"));
  EXPECT_FALSE(consents.at("OperationInfo"));
  EXPECT_FALSE(consents.contains("DiagnosisInfo"));
}

TEST(Visit, consent_back_returns_to_the_one_screen) {
  Driver d;
  d.to_choosing();
  d.on(StaffDecided{true});
  d.on(IdentityCame{true, {"PharmacistsInfo"}, {}});
  d.touch("each");
  d.touch("back");
  EXPECT_EQ(d.state.screen, "consent");
}

TEST(Visit, card_pulled_early_closes_and_tells) {
  Driver d;
  d.to_choosing();
  d.on(ReaderSeen{Reader::Empty});
  EXPECT_EQ(d.state.screen, "taken_early");
  EXPECT_EQ(d.find<EndVisit>()->code, "001");
  EXPECT_EQ(d.find<EndVisit>()->detail, "0x03000001");
  EXPECT_TRUE(holds_nothing(d.state));
  d.on(TimeUp{Timer::News});
  EXPECT_EQ(d.state.screen, "ready");
}

TEST(Visit, card_taken_while_the_result_is_written_is_delivered) {
  Driver d;
  d.to_choosing();
  d.on(StaffDecided{true});
  d.on(IdentityCame{true, {}, {}});
  EXPECT_EQ(d.state.phase, Phase::Delivering);
  d.on(ReaderSeen{Reader::Empty});
  d.on(EligibilityCame{"1"});
  d.on(ResultDelivered{false, "1"});
  EXPECT_EQ(d.find<EndVisit>()->outcome, Outcome::Delivered);
  d.on(TimeUp{Timer::News});
  EXPECT_EQ(d.state.screen, "ready");
}

TEST(Visit, reader_lost_while_the_result_is_written_is_delivered) {
  Driver d;
  d.to_choosing();
  d.on(StaffDecided{true});
  d.on(IdentityCame{true, {}, {}});
  d.on(ReaderSeen{Reader::Missing});
  EXPECT_EQ(d.find<EndVisit>(), nullptr);
  d.on(EligibilityCame{"1"});
  d.on(ResultDelivered{false, "1"});
  EXPECT_EQ(d.find<EndVisit>()->outcome, Outcome::Delivered);
  d.on(TimeUp{Timer::News});
  EXPECT_EQ(d.param("for"), "reader");
}

TEST(Visit, card_service_that_falls_silent_is_a_card_that_does_not_answer_and_one_that_is_gone_is_not) {
  const auto ended = [](Reader reader) {
    Driver d;
    d.to_choosing();
    d.on(ReaderSeen{reader});
    const auto* end = d.find<EndVisit>();
    return end == nullptr ? "none" : end->code + " " + end->detail;
  };
  EXPECT_EQ(ended(Reader::ServiceSilent), "001 0x81000008");
  EXPECT_EQ(ended(Reader::ServiceMissing), "008 0x02000003");
}

TEST(Visit, staff_cannot_cancel_a_result_that_is_on_its_way) {
  Driver d;
  d.to_choosing();
  d.on(StaffDecided{true});
  d.on(IdentityCame{true, {}, {}});
  d.on(EligibilityCame{"1"});
  d.on(CancelledByStaff{});
  EXPECT_EQ(d.find<EndVisit>(), nullptr);
  d.on(ResultDelivered{false, "1"});
  EXPECT_EQ(d.find<EndVisit>()->outcome, Outcome::Delivered);
}

TEST(Visit, other_card_is_said_so) {
  Driver d;
  d.to_ready();
  d.on(ReaderSeen{Reader::Card});
  d.on(CardRecognised{CardFacts{false, "", {}, true, {}, {}}});
  EXPECT_EQ(d.state.screen, "not_my_number");
}

TEST(Visit, national_time_out_has_another_code_after_the_face) {
  Driver d;
  d.to_choosing();
  d.on(StaffDecided{true});
  d.on(NationalFailed{"national_time_out"});
  EXPECT_EQ(d.param("code"), "FUJIP55");
  EXPECT_EQ(d.param("detail"), "0x81000008");
}

TEST(Visit, trouble_with_the_card_still_there_can_begin_again) {
  Driver d;
  d.to_choosing();
  d.on(StaffDecided{true});
  d.on(NationalFailed{"national_time_out"});
  d.touch("again");
  EXPECT_EQ(d.state.phase, Phase::CardPlaced);
  EXPECT_EQ(d.state.number, 2U);
}

TEST(Visit, nobody_touches_for_two_minutes_is_cancelled) {
  Driver d;
  d.to_choosing();
  ASSERT_NE(d.find<StartTimer>(), nullptr);
  d.on(TimeUp{Timer::Patience});
  EXPECT_EQ(d.state.screen, "cancelled");
}

TEST(Visit, kept_result_tells_and_returns) {
  Driver d;
  d.to_choosing();
  d.on(StaffDecided{true});
  d.on(IdentityCame{true, {}, {"certificate_ends_soon"}});
  d.on(EligibilityCame{"1"});
  d.on(ResultDelivered{true, "1"});
  EXPECT_EQ(d.param("outcome"), "kept");
  EXPECT_EQ(d.param("notices"), "certificate_ends_soon");
  EXPECT_EQ(d.find<EndVisit>()->outcome, Outcome::Kept);
}

TEST(Visit, link_lost_closes_the_visit_and_waits_for_the_terminal) {
  Driver d;
  d.to_choosing();
  d.on(TerminalWentDown{"link_silent"});
  EXPECT_EQ(d.find<EndVisit>()->code, "FUJ008");
  EXPECT_EQ(d.state.phase, Phase::Waiting);
}

TEST(LentCounter, card_placed_for_a_program_is_no_visit) {
  Driver d;
  d.to_ready();
  d.on(CounterLent{});
  EXPECT_EQ(d.param("for"), "library");
  d.on(ReaderSeen{Reader::Card});
  EXPECT_FALSE(d.state.running);
}

TEST(LentCounter, card_left_behind_by_the_program_is_no_visit_until_taken_and_placed_again) {
  Driver d;
  d.to_ready();
  d.on(CounterLent{});
  d.on(ReaderSeen{Reader::Card});
  d.on(CounterReturned{});
  EXPECT_FALSE(d.state.running);
  d.on(ReaderSeen{Reader::Empty});
  EXPECT_EQ(d.state.phase, Phase::Ready);
  d.on(ReaderSeen{Reader::Card});
  EXPECT_TRUE(d.state.running);
}

TEST(LentCounter, running_visit_keeps_its_counter) {
  Driver d;
  d.to_choosing();
  d.on(CounterLent{});
  EXPECT_TRUE(d.state.running);
  EXPECT_EQ(d.state.lent, Lent::No);
}

}  // namespace
}  // namespace omote::visit::test
