// Card, reader and card service fail; the clinic says what, and comes back by itself.
#include "sim/card/smart_card.hpp"
#include "tests/integration/faults/clinic.hpp"

namespace omote::sim::test {
namespace {

class CardFaults : public Clinic {
 protected:
  void SetUp() override {
    Clinic::SetUp();
    open_doors();
  }
  // The choice stands and nothing goes on at the card any more.
  bool offers_ways() {
    return kiosk_->shows("choose") && soon([&] { return kiosk_->param("face") != "reading"; });
  }
};

TEST_F(CardFaults, reader_unplugged_while_idle_and_back) {
  ASSERT_TRUE(kiosk_->shows("ready"));
  counter_->plug_reader(false);
  ASSERT_TRUE(kiosk_->shows("waiting", "for", "reader"));
  counter_->plug_reader(true);
  ASSERT_TRUE(kiosk_->shows("ready"));
  EXPECT_EQ(receive("pin").last_screen, "take_card");
}

TEST_F(CardFaults, card_service_killed_in_a_visit_and_restarted) {
  ASSERT_TRUE(kiosk_->shows("ready"));
  place("adult");
  ASSERT_TRUE(offers_ways());
  service_->process().kill_now();
  ASSERT_TRUE(kiosk_->shows("trouble", "code", "008"));
  ASSERT_TRUE(kiosk_->shows("waiting", "for", "card_service"));
  counter_->take_card();
  ASSERT_TRUE(service_->restart());
  ASSERT_TRUE(kiosk_->shows("ready"));
  EXPECT_EQ(receive("pin").last_screen, "take_card");
}

TEST_F(CardFaults, card_pulled_while_it_is_read_is_001) {
  ASSERT_TRUE(kiosk_->shows("ready"));
  for (const int apdu : {1, 4, 9}) {
    reader::Fault fault;
    fault.kind = reader::FaultKind::PullAfter;
    fault.at = apdu;
    counter_->reader().arm(fault);
    place("adult");
    ASSERT_TRUE(soon([&] { return kiosk_->param("code") == "001"; })) << apdu;
    EXPECT_EQ(last_end().detail(), "0x03000001");
    counter_->take_card();
    counter_->reader().clear_faults();
    ASSERT_TRUE(kiosk_->shows("ready"));
  }
  EXPECT_EQ(counter_->reader().faults_fired(), 3);
}

TEST_F(CardFaults, another_card_is_told_apart) {
  ASSERT_TRUE(kiosk_->shows("ready"));
  counter_->reader().insert(std::make_shared<card::OtherCard>(Bytes{0x3B, 0x80, 0x80, 0x01, 0x01}));
  ASSERT_TRUE(kiosk_->shows("not_my_number"));
  counter_->take_card();
  EXPECT_TRUE(kiosk_->shows("ready"));
}

TEST_F(CardFaults, two_touches_at_once_are_one_verify) {
  ASSERT_TRUE(kiosk_->shows("ready"));
  place("adult");
  ASSERT_TRUE(kiosk_->shows("choose"));
  kiosk_->touch("pin");
  ASSERT_TRUE(kiosk_->shows("pin"));
  const auto revision = kiosk_->screen().revision();
  for (int i = 0; i < 20; ++i) kiosk_->touch_at(revision, "enter", "0000");
  ASSERT_TRUE(kiosk_->shows("pin", "wrong", "yes"));
  EXPECT_EQ(kiosk_->param("tries_left"), "2");
  kiosk_->touch_at(revision, "enter", "0000");  // late: nothing is asked for it any more
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_EQ(kiosk_->param("tries_left"), "2");
  kiosk_->touch("cancel");
  ASSERT_TRUE(kiosk_->shows("cancelled"));
  counter_->take_card();
  EXPECT_TRUE(kiosk_->shows("ready"));
}

}  // namespace
}  // namespace omote::sim::test
