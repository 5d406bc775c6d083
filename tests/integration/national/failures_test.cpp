// Each reason of the port, brought about for real.
#include <gmock/gmock.h>

#include "base/file.hpp"
#include "net/tls.hpp"
#include "tests/integration/national/counter.hpp"

namespace omote::sim::national::test {
namespace {

using Failures = Counter;

struct Case {
  const char* name;
  const char* switch_name;
  const char* value;
  const char* reason;
};
std::ostream& operator<<(std::ostream& out, const Case& one) {
  return out << one.name;
}
std::string name_of(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

class LoginFails : public Counter, public testing::WithParamInterface<Case> {};

TEST_P(LoginFails, with_its_reason) {
  auto quick = settings();
  quick.time = std::chrono::milliseconds(1500);
  auto port = open(std::move(quick));
  set(GetParam().switch_name, GetParam().value);
  EXPECT_EQ(reason_of(port->login()), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(Switches, LoginFails,
                         testing::Values(Case{"outage", "outage", "on", "national_outage"},
                                         Case{"closed", "hours", "00:00-00:00", "national_closed"},
                                         Case{"down", "network", "down", "national_unreachable"},
                                         Case{"silent", "network", "silent", "national_time_out"},
                                         Case{"slow", "latency_ms", "2500", "national_time_out"},
                                         Case{"status_500", "fault", "status_500", "national_answer_unreadable"},
                                         Case{"status_503", "fault", "status_503", "national_answer_unreadable"},
                                         Case{"garbage", "fault", "garbage", "national_answer_unreadable"},
                                         Case{"html", "fault", "html", "national_answer_unreadable"},
                                         Case{"truncated", "fault", "truncated", "national_answer_unreadable"},
                                         Case{"repeated_name", "fault", "repeated_name", "national_answer_unreadable"},
                                         Case{"deep", "fault", "deep", "national_answer_unreadable"},
                                         Case{"huge", "fault", "huge", "national_unreachable"}),
                         name_of);

class AnswerForAnother : public Counter, public testing::WithParamInterface<Case> {};

TEST_P(AnswerForAnother, is_refused) {
  auto port = open();
  const auto identity = port->identify("VISIT1", by_face("adult"));
  ASSERT_TRUE(identity);
  set("fault", GetParam().value);
  EXPECT_EQ(reason_of(port->eligibility("VISIT1", identity->insurance_id, {})), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(Faults, AnswerForAnother,
                         testing::Values(Case{"visit", "", "wrong_visit", "national_answer_unreadable"},
                                         Case{"person", "", "wrong_person", "national_answer_unreadable"},
                                         Case{"institution", "", "wrong_institution", "national_answer_unreadable"}),
                         name_of);

TEST_F(Failures, an_answer_cut_anywhere_is_never_taken_for_a_whole_one) {
  constexpr std::size_t kStep = 7;
  auto port = open();
  const auto identity = port->identify("VISIT1", by_face("adult"));
  ASSERT_TRUE(identity);
  std::size_t cut = 0;
  for (;; cut += kStep) {
    set("fault", "cut_" + std::to_string(cut));
    const auto answer = port->eligibility("VISIT1", identity->insurance_id, {});
    if (answer) break;
    ASSERT_EQ(reason_of(answer), "national_answer_unreadable") << cut;
  }
  EXPECT_GT(cut, 30 * kStep);
}

TEST_F(Failures, a_server_that_failed_is_told_apart_from_an_answer_damaged_on_the_way) {
  auto port = open();
  set("fault", "status_503");
  EXPECT_THAT(port->login().error().context, testing::StartsWith("server_error"));
  set("fault", "garbage");
  EXPECT_THAT(port->login().error().context, testing::StartsWith("damaged"));
}

TEST_F(Failures, unknown_account) {
  EXPECT_EQ(reason_of(open(settings("F099999999"))->login()), "login_unknown_account");
}

TEST_F(Failures, account_of_another_institution_is_unknown_here) {
  EXPECT_EQ(reason_of(open(settings("F099000005", "Mihon-0005!"))->login()), "login_unknown_account");
}

TEST_F(Failures, wrong_password) {
  EXPECT_EQ(reason_of(open(settings("F099000001", "wrong"))->login()), "login_wrong_password");
}

TEST_F(Failures, fifth_wrong_password_locks_and_tells_the_minutes) {
  auto port = open(settings("F099000001", "wrong"));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(reason_of(port->login()), "login_wrong_password");
  const auto locked = port->login();
  ASSERT_EQ(reason_of(locked), "login_locked");
  EXPECT_EQ(locked.error().context, "30");
}

TEST_F(Failures, right_password_is_locked_out_too_until_half_an_hour_passed) {
  auto wrong = open(settings("F099000001", "wrong"));
  for (int i = 0; i < 5; ++i) static_cast<void>(wrong->login());
  EXPECT_EQ(reason_of(open()->login()), "login_locked");
  running_.on_loop([&] { clock_.offset = std::chrono::minutes(31); });
  EXPECT_EQ(reason_of(open()->login()), "none");
}

TEST_F(Failures, account_that_begins_in_the_future) {
  EXPECT_EQ(reason_of(open(settings("F099000004", "Mihon-0004!"))->login()), "login_not_yet_valid");
}

TEST_F(Failures, account_of_the_other_environment) {
  EXPECT_EQ(reason_of(open(settings("F099000003", "Mihon-0003!"))->login()), "login_wrong_environment");
}

TEST_F(Failures, host_set_up_for_the_other_environment) {
  auto production = settings();
  production.environment = "production";
  EXPECT_EQ(reason_of(open(std::move(production))->login()), "login_wrong_environment");
}

TEST_F(Failures, expired_client_certificate) {
  EXPECT_EQ(reason_of(open(settings("F099000001", "Mihon-0001!", "expired"))->login()), "national_certificate_refused");
}

TEST_F(Failures, client_certificate_of_an_unknown_authority) {
  const auto stranger = net::make_identity(kClinic);
  auto own = settings();
  own.certificate = folder_ / "stranger.crt";
  own.key = folder_ / "stranger.key";
  ASSERT_TRUE(write_durably(own.certificate, as_bytes(stranger.certificate_pem)));
  ASSERT_TRUE(write_durably(own.key, stranger.key_pem.reveal()));
  EXPECT_EQ(reason_of(open(std::move(own))->login()), "national_certificate_refused");
}

TEST_F(Failures, server_with_an_expired_certificate) {
  start("server_expired");
  EXPECT_EQ(reason_of(open()->login()), "national_certificate_refused");
}

TEST_F(Failures, server_with_the_certificate_of_another_host) {
  start("server_elsewhere");
  EXPECT_EQ(reason_of(open()->login()), "national_certificate_refused");
}

TEST_F(Failures, missing_client_certificate_file_is_told_at_once) {
  auto none = settings();
  none.certificate = folder_ / "none.crt";
  EXPECT_FALSE(omote::national::https::open_https(std::move(none), clock_));
}

TEST_F(Failures, revoked_certificate) {
  set("persona.adult.certificate", "revoked");
  EXPECT_EQ(reason_of(open()->identify("VISIT1", by_face("adult"))), "identity_certificate_revoked");
}

TEST_F(Failures, certificate_beyond_the_three_months_of_grace) {
  const auto old = holders_->certificate(serials_.at("adult"), -1000, -100);
  EXPECT_EQ(reason_of(open()->identify("VISIT1", by_face(old))), "identity_certificate_expired");
}

TEST_F(Failures, forged_certificate) {
  const auto forged = holders_->forged_certificate(serials_.at("adult"));
  EXPECT_EQ(reason_of(open()->identify("VISIT1", by_face(forged))), "identity_proof_refused");
}

TEST_F(Failures, signature_over_another_challenge) {
  auto port = open();
  const auto challenge = port->challenge("VISIT1");
  ASSERT_TRUE(challenge);
  auto proof = by_pin("adult", *challenge);
  proof.signature = holders_->sign(Bytes(32, 7));
  EXPECT_EQ(reason_of(port->identify("VISIT1", proof)), "identity_proof_refused");
}

TEST_F(Failures, challenge_of_another_visit) {
  auto port = open();
  const auto earlier = port->challenge("VISIT1");
  ASSERT_TRUE(earlier && port->challenge("VISIT2"));
  EXPECT_EQ(reason_of(port->identify("VISIT2", by_pin("adult", *earlier))), "identity_proof_refused");
}

TEST_F(Failures, face_below_the_demanded_strength) {
  set("face_security_level", "4");
  EXPECT_EQ(reason_of(open()->identify("VISIT1", by_face("adult"))), "identity_proof_refused");
}

TEST_F(Failures, another_person_in_the_same_visit) {
  auto port = open();
  ASSERT_TRUE(port->identify("VISIT1", by_face("adult")));
  EXPECT_EQ(reason_of(port->identify("VISIT1", by_face("senior"))), "identity_proof_refused");
}

TEST_F(Failures, face_in_staff_mode) {
  set("mode", "staff_confirmation");
  EXPECT_EQ(reason_of(open()->identify("VISIT1", by_face("adult"))), "identity_mode_differs");
}

TEST_F(Failures, staff_mode_claimed_in_unattended_mode) {
  EXPECT_EQ(reason_of(open()->identify("VISIT1", by_staff("adult", "mode"))), "identity_mode_differs");
}

TEST_F(Failures, wrong_insurance_id) {
  auto port = open();
  ASSERT_TRUE(port->identify("VISIT1", by_face("adult")));
  EXPECT_EQ(reason_of(port->eligibility("VISIT1", "I0", {})), "eligibility_unknown_id");
}

class RegistrationFails : public Counter, public testing::WithParamInterface<const char*> {};

TEST_P(RegistrationFails, with_the_reason_of_the_portal) {
  set("persona.first_use.registration", GetParam());
  auto port = open();
  const auto identity = port->identify("VISIT1", by_face("first_use"));
  ASSERT_TRUE(identity);
  const auto refused = port->register_card("VISIT1", identity->insurance_id);
  ASSERT_EQ(reason_of(refused), "registration_refused");
  EXPECT_EQ(refused.error().context, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Reasons, RegistrationFails,
                         testing::Values("subscriber_not_registered", "subscriber_duplicate", "online_portal_error",
                                         "portal_error", "other_error", "system_link_error"));

}  // namespace
}  // namespace omote::sim::national::test
