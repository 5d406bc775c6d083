// A visit that moves to another terminal of the same host: it goes on with the same card, and with no other.
#include <gtest/gtest.h>

#include "tests/unit/domain_visit/driver.hpp"

namespace omote::visit::test {
namespace {

// "" when it can move.
std::string why(const Driver& d) {
  const auto reason = why_not_movable(d.state);
  return reason ? std::string(reason->text()) : "";
}

// What the visit at `there` takes along; it has left.
Moved leave(Driver& there) {
  auto moved = moved_from(there.state);
  there.on(VisitLeft{});
  return moved;
}

Moved identified(bool registered = true) {
  Driver there;
  there.to_choosing();
  there.on(StaffDecided{true});
  there.on(IdentityCame{registered, {"PharmacistsInfo"}, {"certificate_in_grace"}});
  return leave(there);
}

Driver waits_for(Moved moved) {
  Driver here;
  here.to_ready();
  here.on(VisitCame{std::move(moved)});
  return here;
}

TEST(Move, visit_that_left_holds_nothing_and_has_not_ended) {
  Driver there;
  there.to_choosing();
  there.touch("pin");

  there.on(VisitLeft{});

  EXPECT_TRUE(holds_nothing(there.state));
  EXPECT_NE(there.find<Wipe>(), nullptr);
  EXPECT_NE(there.find<ReleaseCard>(), nullptr);
  EXPECT_EQ(there.find<EndVisit>(), nullptr);
  EXPECT_EQ(there.param("why"), "moved");
  EXPECT_EQ(there.state.phase, Phase::TakeCard);
}

TEST(Move, terminal_it_comes_to_asks_for_the_card_for_a_while) {
  const auto here = waits_for(identified());
  EXPECT_EQ(here.state.screen, "moved");
  EXPECT_TRUE(here.state.running);
  ASSERT_NE(here.find<StartTimer>(), nullptr);
  EXPECT_EQ(here.find<StartTimer>()->time, here.policy.move_limit);
}

TEST(Move, same_card_goes_on_at_consent_without_being_identified_again) {
  auto here = waits_for(identified());
  here.on(ReaderSeen{Reader::Card});
  EXPECT_NE(here.find<ReadCard>(), nullptr);
  EXPECT_EQ(here.find<BeginVisit>(), nullptr);

  here.on(CardRecognised{good_card()});

  EXPECT_EQ(here.state.phase, Phase::Consent);
  EXPECT_EQ(here.state.screen, "consent");
  EXPECT_EQ(here.find<AskIdentity>(), nullptr);
  EXPECT_EQ(here.state.way, Way::Staff);
  EXPECT_EQ(here.state.notices, std::vector<std::string>{"certificate_in_grace"});
  EXPECT_TRUE(here.state.consents.empty());
  EXPECT_FALSE(here.state.moved);
  here.touch("none");
  EXPECT_NE(here.find<AskEligibility>(), nullptr);
}

TEST(Move, card_that_is_not_registered_is_asked_about_again) {
  auto here = waits_for(identified(false));
  here.on(ReaderSeen{Reader::Card});
  here.on(CardRecognised{good_card()});
  EXPECT_EQ(here.state.screen, "register");
}

TEST(Move, other_card_ends_the_visit_and_begins_its_own) {
  auto here = waits_for(identified());
  here.on(ReaderSeen{Reader::Card});
  auto other = good_card();
  other.hash = "fedcba9876543210";

  here.on(CardRecognised{other});

  ASSERT_NE(here.find<EndVisit>(), nullptr);
  EXPECT_EQ(here.find<EndVisit>()->outcome, Outcome::Cancelled);
  EXPECT_EQ(here.find<EndVisit>()->reason, "moved_other_card");
  EXPECT_NE(here.find<BeginVisit>(), nullptr);
  EXPECT_NE(here.find<Wipe>(), nullptr);
  EXPECT_TRUE(holds_nothing(here.state));
  here.on(CardRecognised{other});
  EXPECT_EQ(here.state.phase, Phase::Choosing);
  EXPECT_FALSE(here.state.way);
}

TEST(Move, without_a_card_in_time_the_visit_is_over_and_its_card_begins_anew) {
  auto here = waits_for(identified());
  here.on(TimeUp{Timer::Patience});
  ASSERT_NE(here.find<EndVisit>(), nullptr);
  EXPECT_EQ(here.find<EndVisit>()->outcome, Outcome::Cancelled);
  EXPECT_TRUE(holds_nothing(here.state));
  here.on(TimeUp{Timer::News});
  EXPECT_EQ(here.state.screen, "ready");

  here.on(ReaderSeen{Reader::Card});
  here.on(CardRecognised{good_card()});
  EXPECT_EQ(here.state.phase, Phase::Choosing);
}

TEST(Move, chosen_way_goes_on_with_what_the_card_now_tells) {
  Driver there;
  there.to_choosing();
  there.touch("pin");
  there.touch("enter", "1234");
  there.on(ChallengeCame{});
  there.on(PinAnswered{Verified::Wrong, 2});
  auto here = waits_for(leave(there));
  here.on(ReaderSeen{Reader::Card});
  auto card = good_card();
  card.pin_tries = 2;

  here.on(CardRecognised{card});

  EXPECT_EQ(here.state.screen, "pin");
  EXPECT_EQ(here.state.card.pin_tries, 2);
  EXPECT_FALSE(here.state.pin);
}

TEST(Move, failed_faces_and_wrong_staff_codes_are_not_forgiven) {
  Driver there;
  there.to_choosing();
  there.to_photo();
  there.touch("face");
  there.on(FaceEnded{FaceResult::OtherPerson});
  there.state.wrong_staff_codes = 3;
  auto here = waits_for(leave(there));
  here.on(ReaderSeen{Reader::Card});
  here.on(CardRecognised{good_card()});
  EXPECT_EQ(here.state.failed_faces, 1);
  EXPECT_EQ(here.state.wrong_staff_codes, 3);
  EXPECT_EQ(here.state.phase, Phase::Face);
  EXPECT_EQ(here.state.photo, PhotoReading::None);
}

TEST(Move, nothing_moves_while_card_or_national_system_is_asked) {
  Driver d;
  EXPECT_EQ(why(d), "move_no_visit");
  d.to_choosing();
  EXPECT_EQ(why(d), "");
  d.touch("pin");
  d.touch("enter", "1234");
  EXPECT_EQ(why(d), "move_not_now");
  d.on(ChallengeCame{});
  EXPECT_EQ(why(d), "move_not_now");
  d.on(VisitLeft{});
  EXPECT_TRUE(d.last.empty());
  d.on(PinAnswered{Verified::Accepted, 3});
  EXPECT_EQ(why(d), "move_not_now");
  d.on(IdentityCame{false, {"PharmacistsInfo"}, {}});
  EXPECT_EQ(why(d), "");
  d.touch("agree");
  EXPECT_EQ(why(d), "move_not_now");
  d.on(RegistrationDone{});
  EXPECT_EQ(why(d), "");
  d.touch("all");
  EXPECT_EQ(why(d), "move_not_now");
}

TEST(Move, terminal_that_is_not_ready_takes_no_visit) {
  Driver busy;
  busy.to_choosing();
  busy.on(VisitCame{identified()});
  EXPECT_EQ(busy.state.phase, Phase::Choosing);
  EXPECT_TRUE(busy.last.empty());
}

TEST(Move, link_that_is_lost_while_it_waits_ends_the_visit) {
  auto here = waits_for(identified());
  here.on(TerminalWentDown{"link_silent"});
  ASSERT_NE(here.find<EndVisit>(), nullptr);
  EXPECT_TRUE(holds_nothing(here.state));
}

}  // namespace
}  // namespace omote::visit::test
