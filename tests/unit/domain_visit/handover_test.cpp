// A visit that moves on at the same counter: to another way, and into the staff's hands at the console.
#include <gtest/gtest.h>

#include "tests/unit/domain_visit/driver.hpp"

namespace omote::visit::test {
namespace {

TEST(HandOver, what_was_read_stays_from_face_to_pin_to_the_staff_at_the_console) {
  Driver d;
  d.to_choosing();
  d.to_photo();
  d.touch("face");
  d.on(FaceEnded{FaceResult::OtherPerson});
  d.touch("pin");
  d.touch("enter", "1234");
  d.on(ChallengeCame{});
  d.on(PinAnswered{Verified::Wrong, 2});

  d.on(StaffDecided{true});

  ASSERT_NE(d.find<AskIdentity>(), nullptr);
  EXPECT_EQ(d.find<AskIdentity>()->staff, "console");
  EXPECT_EQ(d.find<ReadCard>(), nullptr);
  EXPECT_EQ(d.find<EndVisit>(), nullptr);
  EXPECT_EQ(d.state.photo, PhotoReading::Ready);
  EXPECT_EQ(d.state.card.pin_tries, 2);
}

TEST(HandOver, face_that_runs_is_stopped_when_the_staff_decide) {
  Driver d;
  d.to_choosing();
  d.to_photo();
  d.touch("face");

  d.on(StaffDecided{true});

  EXPECT_NE(d.find<StopFace>(), nullptr);
  EXPECT_EQ(d.state.phase, Phase::Asking);
}

// Consent is true only by a touch in this visit: nobody at the console can give it.
TEST(HandOver, consent_stays_with_the_patient) {
  Driver d;
  d.to_choosing();
  d.on(StaffDecided{true});
  d.on(IdentityCame{true, {"PharmacistsInfo"}, {}});

  d.on(StaffDecided{true});

  EXPECT_EQ(d.state.phase, Phase::Consent);
  EXPECT_TRUE(d.last.empty());
  EXPECT_TRUE(d.state.consents.empty());
}

// While the card looks at a PIN nobody decides: its answer would belong to nobody.
TEST(HandOver, staff_wait_while_the_card_checks_a_pin) {
  Driver d;
  d.to_choosing();
  d.touch("pin");
  d.touch("enter", "1234");
  d.on(ChallengeCame{});

  d.on(StaffDecided{true});

  EXPECT_EQ(d.find<AskIdentity>(), nullptr);
  EXPECT_EQ(d.state.phase, Phase::Pin);
}

}  // namespace
}  // namespace omote::visit::test
