#include "terminal/device_page.hpp"

#include <gmock/gmock.h>

#include "tests/unit/host/hand_clock.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::terminal {
namespace {

using namespace std::chrono_literals;
using kiosk::v1::DeviceWish;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

class OwnSettings : public testing::Test {
 protected:
  OwnSettings()
      : choices_(Choices::open(temp_ / "choices")),
        page_({clock_, choices_, [this](const kiosk::v1::DeviceState& state) { shown_ = state; },
               [this](const link::v1::ToHost& message) {
                 if (link_) told_.push_back(message);
                 return link_;
               },
               [this] { return free_; }, [this](const std::string& camera) { cameras_.push_back(camera); },
               [] {
                 google::protobuf::Map<std::string, std::string> values;
                 values["serial"] = "OM-0001";
                 return values;
               },
               [this](const std::string& function, const std::string& value) {
                 acts_.push_back(function + " " + value);
                 return fails_ ? Result<void>(fail("device_test")) : Result<void>();
               }}) {}
  void open() {
    DeviceWish wish;
    wish.set_open(true);
    page_.wish(wish);
  }
  void sign_in(const std::string& name, const std::string& password) {
    DeviceWish wish;
    wish.mutable_sign_in()->set_name(name);
    wish.mutable_sign_in()->set_password(password);
    page_.wish(wish);
  }
  void act(const std::string& function, const std::string& value) {
    DeviceWish wish;
    wish.mutable_act()->set_function(function);
    wish.mutable_act()->set_value(value);
    page_.wish(wish);
  }
  // The host's answer to the last question.
  void answer(const std::string& name, const std::string& role, const std::string& reason = "") {
    link::v1::StaffAnswer answer;
    answer.set_number(told_.back().ask_staff().number());
    answer.set_name(name);
    answer.set_role(role);
    answer.set_reason(reason);
    if (name.empty() && reason.empty()) answer.add_names("花子");
    page_.answered(answer);
  }
  void open_as(const std::string& role) {
    open();
    answer("", "");
    sign_in("花子", "mint boat 42 kettle");
    answer("花子", role);
    told_.clear();
  }
  std::vector<std::string> functions() { return {shown_.functions().begin(), shown_.functions().end()}; }

  test::TempFolder temp_;
  test::HandClock clock_;
  Choices choices_;
  bool free_ = true, link_ = true, fails_ = false;
  kiosk::v1::DeviceState shown_;
  std::vector<link::v1::ToHost> told_;
  std::vector<std::string> cameras_, acts_;
  DevicePage page_;
};

TEST_F(OwnSettings, open_after_the_host_knows_who_it_is) {
  open();
  ASSERT_EQ(told_.size(), 1U);
  EXPECT_TRUE(told_[0].ask_staff().name().empty()) << "only who may sign in";
  EXPECT_THAT(functions(), IsEmpty());
  answer("", "");
  EXPECT_THAT(shown_.names(), ElementsAre("花子"));
  sign_in("花子", "mint boat 42 kettle");
  EXPECT_EQ(told_.back().ask_staff().password(), "mint boat 42 kettle");
  EXPECT_THAT(functions(), IsEmpty());
  answer("花子", "administrator");
  EXPECT_THAT(functions(), testing::SizeIs(kFunctions.size()));
  EXPECT_EQ(shown_.values().at("serial"), "OM-0001");
}

TEST_F(OwnSettings, stay_closed_to_a_wrong_password) {
  open();
  answer("", "");
  sign_in("花子", "x");
  answer("", "", "sign_in_wrong");
  EXPECT_EQ(shown_.stage(), "sign_in");
  EXPECT_EQ(shown_.refused(), "sign_in_wrong");
  act("switch_off", "");
  EXPECT_THAT(acts_, IsEmpty());
}

TEST_F(OwnSettings, take_no_answer_to_another_question) {
  open();
  answer("", "");
  link::v1::StaffAnswer other;
  other.set_number(told_.back().ask_staff().number() + 7);
  other.set_name("花子");
  other.set_role("administrator");
  page_.answered(other);
  EXPECT_EQ(shown_.stage(), "sign_in");
}

TEST_F(OwnSettings, of_users_are_what_the_administrator_gave) {
  open_as("user");
  EXPECT_THAT(functions(), ElementsAre("information", "network", "cameras", "touch"));
  act("power", "follow=0");
  act("rights", "power");
  EXPECT_EQ(shown_.refused(), "not_allowed");
  EXPECT_THAT(acts_, IsEmpty());
  EXPECT_THAT(choices_.user_functions(), Not(Contains("power")));
  page_.close();

  open_as("administrator");
  act("rights", "information,power,rights,nonsense");
  EXPECT_THAT(shown_.user_functions(), ElementsAre("information", "power"));
  page_.close();

  open_as("user");
  EXPECT_THAT(functions(), ElementsAre("information", "power"));
  act("power", "follow=0");
  EXPECT_THAT(acts_, ElementsAre("power follow=0"));
}

TEST_F(OwnSettings, without_the_link_show_only_why) {
  link_ = false;
  open();
  EXPECT_EQ(shown_.stage(), "open");
  EXPECT_THAT(functions(), ElementsAre("information", "network"));
  act("restart", "device");
  EXPECT_THAT(acts_, IsEmpty());
}

TEST_F(OwnSettings, leave_by_themselves_a_minute_after_the_last_touch) {
  open_as("administrator");
  clock_.passed += 59s;
  page_.tick();
  EXPECT_FALSE(page_.closed());
  DeviceWish stay;
  stay.set_stay(true);
  page_.wish(stay);
  clock_.passed += 59s;
  page_.tick();
  EXPECT_FALSE(page_.closed());
  clock_.passed += 1s;
  page_.tick();
  EXPECT_EQ(shown_.stage(), "closed");
}

TEST_F(OwnSettings, give_way_to_a_patient_at_once) {
  open_as("administrator");
  act("cameras", "face");
  free_ = false;
  page_.tick();
  EXPECT_EQ(shown_.stage(), "closed");
  EXPECT_THAT(cameras_, ElementsAre("face", ""));
  open();
  EXPECT_TRUE(page_.closed()) << "nobody gets in during a visit";
}

TEST_F(OwnSettings, say_that_the_host_does_not_answer) {
  open();
  clock_.passed += DevicePage::kPatience;
  page_.tick();
  EXPECT_EQ(shown_.refused(), "no_answer");
  EXPECT_FALSE(shown_.busy());
}

TEST_F(OwnSettings, tell_the_host_what_was_changed_and_by_whom) {
  open_as("administrator");
  act("screen", "brightness=60");
  ASSERT_EQ(told_.size(), 1U);
  EXPECT_EQ(told_[0].device_acted().by(), "花子");
  EXPECT_EQ(told_[0].device_acted().what(), "screen");
  fails_ = true;
  act("screen", "brightness=70");
  EXPECT_EQ(told_.size(), 1U) << "nothing was changed";
  EXPECT_EQ(shown_.refused(), "device_test");
}

}  // namespace
}  // namespace omote::terminal
