#include "domain/account/registrations.hpp"

#include <gtest/gtest.h>

namespace omote::account {
namespace {

Registrations two() {
  return *Registrations::from({{"F099000001", "OMT0000001"}, {"F099000002", "OMT0000002"}});
}

std::string reason(const Result<void>& result) {
  return result ? "" : std::string(result.error().reason.text());
}

TEST(LoginName, form_is_f0_and_digits) {
  for (const auto* good : {"F00001", "F099000001", "F0123456789012345678"}) EXPECT_TRUE(is_login_name(good)) << good;
  for (const auto* bad : {"", "F0", "F0123", "f099000001", "F199000001", "F09900000A", "F0 99000001", "F01234567890123456789"}) {
    EXPECT_FALSE(is_login_name(bad)) << bad;
  }
}

TEST(Registrations, device_twice_is_refused_as_device_registered) {
  auto all = two();
  EXPECT_EQ(reason(all.add({"F099000001", "OMT0000009"})), "device_registered");
  EXPECT_EQ(all.all().size(), 2U);
}

TEST(Registrations, reader_twice_is_refused_as_reader_registered) {
  auto all = two();
  EXPECT_EQ(reason(all.add({"F099000003", "OMT0000001"})), "reader_registered");
}

TEST(Registrations, update_to_the_reader_of_another_is_refused) {
  auto all = two();
  EXPECT_EQ(reason(all.update({"F099000001", "OMT0000002"})), "reader_of_other_device");
  EXPECT_EQ(all.of_device("F099000001")->reader, "OMT0000001");
}

TEST(Registrations, update_of_an_unknown_device_is_refused) {
  auto all = two();
  EXPECT_EQ(reason(all.update({"F099000007", "OMT0000007"})), "device_not_registered");
}

TEST(Registrations, update_moves_a_device_to_another_reader) {
  auto all = two();
  EXPECT_EQ(reason(all.update({"F099000001", "OMT0000009"})), "");
  EXPECT_EQ(all.of_reader("OMT0000009")->device_id, "F099000001");
  EXPECT_EQ(all.of_reader("OMT0000001"), nullptr);
}

TEST(Registrations, removed_device_can_be_added_again) {
  auto all = two();
  EXPECT_EQ(reason(all.remove("F099000001")), "");
  EXPECT_EQ(reason(all.remove("F099000001")), "device_to_remove_unknown");
  EXPECT_EQ(reason(all.add({"F099000001", "OMT0000001"})), "");
}

TEST(Registrations, file_with_a_double_is_refused) {
  const auto read = Registrations::from({{"F099000001", "A"}, {"F099000001", "B"}});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().reason.text(), "registrations_inconsistent");
}

}  // namespace
}  // namespace omote::account
