// The wrong person, a picture instead of a person, and the staff's word.
#include "tests/integration/faults/clinic.hpp"

namespace omote::sim::test {
namespace {

class WayFaults : public Clinic {
 protected:
  console::v1::FromPage confirm(const std::string& staff, const std::string& visit) {
    console::v1::FromPage wish;
    wish.mutable_staff_confirm()->set_terminal("OMT0000001");
    wish.mutable_staff_confirm()->set_staff(staff);
    wish.mutable_staff_confirm()->set_is_the_person(true);
    wish.mutable_staff_confirm()->set_visit(visit);
    return wish;
  }
  std::string visit() { return console().terminals(0).visit().id(); }
};

TEST_F(WayFaults, another_person_is_refused_and_goes_on_by_pin) {
  stand("neighbour");
  open_doors();
  ASSERT_TRUE(kiosk_->shows("ready"));
  place("adult");
  ASSERT_TRUE(kiosk_->shows("choose", "face", "yes"));
  kiosk_->touch("face");
  ASSERT_TRUE(kiosk_->shows("face_failed", "reason", "other_person"));
  kiosk_->touch("pin");
  ASSERT_TRUE(kiosk_->shows("pin"));
  kiosk_->touch("enter", "1234");
  ASSERT_TRUE(kiosk_->shows("consent"));
  kiosk_->touch("all");
  ASSERT_TRUE(kiosk_->shows("take_card"));
  EXPECT_EQ(result_files(), 1U);
  counter_->take_card();
  EXPECT_TRUE(kiosk_->shows("ready"));
}

TEST_F(WayFaults, printed_picture_is_no_person) {
  stand("adult", "print");
  open_doors();
  ASSERT_TRUE(kiosk_->shows("ready"));
  place("adult");
  ASSERT_TRUE(kiosk_->shows("choose", "face", "yes"));
  kiosk_->touch("face");
  ASSERT_TRUE(kiosk_->shows("face"));
  // A living person is through in a fraction of that; the whole limit would be 30 s.
  for (int i = 0; i < 80 && kiosk_->screen().id() == "face"; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_TRUE(kiosk_->screen().id() == "face" || kiosk_->screen().id() == "face_failed") << kiosk_->screen().id();
  EXPECT_TRUE(kiosk_->offers("pin"));
  kiosk_->touch("cancel");
  ASSERT_TRUE(kiosk_->shows("cancelled"));
  counter_->take_card();
  EXPECT_TRUE(kiosk_->shows("ready"));
  EXPECT_EQ(result_files(), 0U);
}

TEST_F(WayFaults, staff_mode_takes_a_named_member_of_staff_for_this_visit_only) {
  national("mode", "staff_confirmation");
  open_doors();
  ASSERT_TRUE(kiosk_->shows("ready"));
  place("adult");
  ASSERT_TRUE(kiosk_->shows("staff_call", "by", "mode"));
  const auto first = visit();
  console_says(confirm("", first));
  console_says(confirm("  ", first));
  counter_->take_card();
  ASSERT_TRUE(kiosk_->shows("ready"));
  place("neighbour");
  ASSERT_TRUE(kiosk_->shows("staff_call", "by", "mode"));
  console_says(confirm("見本 花子", first));  // meant the one before
  EXPECT_EQ(count("staff_decided"), 0U);
  console_says(confirm("見本 花子", visit()));
  ASSERT_TRUE(kiosk_->shows("consent"));
  kiosk_->touch("none");
  ASSERT_TRUE(kiosk_->shows("take_card", "outcome", "delivered"));
  EXPECT_EQ(count("staff_decided"), 1U);
  counter_->take_card();
  EXPECT_TRUE(kiosk_->shows("ready"));
}

}  // namespace
}  // namespace omote::sim::test
