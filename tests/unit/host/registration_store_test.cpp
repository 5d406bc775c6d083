#include "host/registration_store.hpp"

#include <gtest/gtest.h>

#include "tests/unit/host/hand_clock.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::host {
namespace {

class RegistrationStoreTest : public testing::Test {
 protected:
  RegistrationStore open(const std::string& environment = "verification") {
    return RegistrationStore::open(folder_.path(), environment, clock_);
  }
  static std::string reason(const Result<void>& result) { return result ? "" : std::string(result.error().reason.text()); }
  static std::string device_of(const RegistrationStore& store, const std::string& reader) {
    const auto* one = store.here().of_reader(reader);
    return one == nullptr ? "" : one->device_id;
  }

  test::TempFolder folder_;
  test::HandClock clock_;
};

TEST_F(RegistrationStoreTest, what_came_from_the_settings_is_known_as_such_after_a_restart) {
  auto store = open();
  ASSERT_TRUE(store.adopt({"F099000001", "T1"}));
  ASSERT_TRUE(store.add({"F099000002", "T2"}));
  const auto again = open();
  EXPECT_EQ(device_of(again, "T1"), "F099000001");
  EXPECT_TRUE(again.adopted("F099000001"));
  EXPECT_FALSE(again.adopted("F099000002"));
}

TEST_F(RegistrationStoreTest, login_name_put_right_in_the_settings_takes_the_place_of_the_wrong_one) {
  auto store = open();
  ASSERT_TRUE(store.adopt({"F099999999", "T1"}));
  ASSERT_TRUE(store.adopt({"F099000001", "T1"}));
  EXPECT_EQ(device_of(store, "T1"), "F099000001");
  EXPECT_EQ(store.here().of_device("F099999999"), nullptr);
  EXPECT_FALSE(store.adopted("F099999999"));
}

TEST_F(RegistrationStoreTest, what_a_program_registered_is_not_replaced_by_the_settings) {
  auto store = open();
  ASSERT_TRUE(store.add({"F099000002", "T1"}));
  EXPECT_EQ(reason(store.adopt({"F099000001", "T1"})), "reader_registered");
  ASSERT_TRUE(store.adopt({"F099000001", "T2"}));
  ASSERT_TRUE(store.update({"F099000001", "T3"}));  // now it is the program's
  EXPECT_FALSE(store.adopted("F099000001"));
  EXPECT_EQ(reason(store.adopt({"F099000004", "T3"})), "reader_registered");
}

TEST_F(RegistrationStoreTest, environments_do_not_mix_but_know_of_each_other) {
  auto verification = open();
  ASSERT_TRUE(verification.adopt({"F099000001", "T1"}));
  const auto production = open("production");
  EXPECT_EQ(device_of(production, "T1"), "");
  EXPECT_TRUE(production.elsewhere("T1"));
  EXPECT_TRUE(production.device_elsewhere("F099000001"));
  EXPECT_FALSE(production.device_elsewhere("F099000002"));
}

}  // namespace
}  // namespace omote::host
