#include "domain/library/call_order.hpp"

#include <gtest/gtest.h>

namespace omote::library {
namespace {

std::string reason(const Result<void>& result) {
  return result ? "" : std::string(result.error().reason.text());
}

CallOrder watching() {
  CallOrder order;
  order.initialised();
  order.card_checked(true);
  return order;
}

TEST(CallOrder, nothing_is_allowed_before_initialise) {
  const CallOrder order;
  EXPECT_EQ(reason(order.may_check_card()), "library_not_initialised");
  EXPECT_EQ(reason(order.may_end_check()), "library_not_initialised");
  EXPECT_EQ(reason(order.may_use_card()), "library_not_initialised");
  EXPECT_EQ(reason(order.may_identify(Mode::Unattended)), "library_not_initialised");
}

TEST(CallOrder, end_check_without_check_card_is_refused) {
  CallOrder order;
  order.initialised();
  EXPECT_EQ(reason(order.may_end_check()), "library_not_watching");
}

TEST(CallOrder, end_check_after_a_failed_check_card_is_refused) {
  CallOrder order;
  order.initialised();
  order.card_checked(false);
  EXPECT_EQ(reason(order.may_end_check()), "library_check_failed");
  EXPECT_EQ(reason(order.may_use_card()), "library_check_failed");
  order.card_checked(true);
  EXPECT_EQ(reason(order.may_end_check()), "");
  order.check_ended();
  EXPECT_EQ(reason(order.may_end_check()), "library_not_watching");  // the failure was another one's
}

TEST(CallOrder, end_check_twice_is_refused_the_second_time) {
  auto order = watching();
  EXPECT_EQ(reason(order.may_end_check()), "");
  order.check_ended();
  EXPECT_EQ(reason(order.may_end_check()), "library_not_watching");
}

TEST(CallOrder, check_card_while_watching_is_refused) {
  EXPECT_EQ(reason(watching().may_check_card()), "library_watching_already");
}

TEST(CallOrder, identify_needs_the_mode_of_this_card) {
  auto order = watching();
  EXPECT_EQ(reason(order.may_identify(Mode::Unattended)), "library_mode_not_read");
  order.mode_read(Mode::Unattended);
  EXPECT_EQ(reason(order.may_identify(Mode::Unattended)), "");
  order.check_ended();
  order.card_checked(true);
  EXPECT_EQ(reason(order.may_identify(Mode::Unattended)), "library_mode_not_read");
}

TEST(CallOrder, mode_that_changed_meanwhile_is_refused) {
  auto order = watching();
  order.mode_read(Mode::Unattended);
  EXPECT_EQ(reason(order.may_identify(Mode::StaffConfirmation)), "library_mode_changed");
}

}  // namespace
}  // namespace omote::library
