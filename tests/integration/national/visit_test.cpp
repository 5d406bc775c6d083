#include <gmock/gmock.h>

#include "base/bytes.hpp"
#include "tests/integration/national/counter.hpp"

namespace omote::sim::national::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

using Visit = Counter;

TEST_F(Visit, login_brings_the_policy) {
  set("mode", "staff_confirmation");
  set("face_security_level", "4");
  const auto policy = open()->login();
  ASSERT_TRUE(policy) << describe(policy.error());
  EXPECT_EQ(policy->mode, ports::Mode::StaffConfirmation);
  EXPECT_EQ(policy->face_security_level, 4);
}

TEST_F(Visit, changed_policy_is_seen_without_another_login) {
  auto port = open();
  ASSERT_TRUE(port->login());
  set("liveness_challenge", "off");
  const auto policy = port->policy();
  ASSERT_TRUE(policy);
  EXPECT_FALSE(policy->liveness_challenge);
}

TEST_F(Visit, staff_code_comes_as_a_hash_with_the_institution) {
  set("staff_code", "1357");
  const auto policy = open()->login();
  ASSERT_TRUE(policy);
  EXPECT_EQ(policy->staff_code, to_hex(sha256(as_bytes(std::string(kClinic) + ":1357"))));
}

TEST_F(Visit, ended_session_is_renewed_without_a_word) {
  auto port = open();
  ASSERT_TRUE(port->login());
  set("sessions", "end");
  EXPECT_EQ(reason_of(port->policy()), "none");
}

TEST_F(Visit, face_identifies) {
  const auto answer = open()->identify("VISIT1", by_face("adult"));
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_TRUE(answer->registered);
}

TEST_F(Visit, signature_over_the_challenge_identifies) {
  auto port = open();
  const auto challenge = port->challenge("VISIT1");
  ASSERT_TRUE(challenge);
  EXPECT_EQ(reason_of(port->identify("VISIT1", by_pin("adult", *challenge))), "none");
}

TEST_F(Visit, staff_identifies_in_staff_mode) {
  set("mode", "staff_confirmation");
  EXPECT_EQ(reason_of(open()->identify("VISIT1", by_staff("adult", "mode"))), "none");
}

TEST_F(Visit, staff_code_identifies_in_unattended_mode) {
  EXPECT_EQ(reason_of(open()->identify("VISIT1", by_staff("adult", "code"))), "none");
}

TEST_F(Visit, health_check_ups_are_asked_from_forty) {
  EXPECT_THAT(open()->identify("VISIT1", by_face("senior"))->questions, Contains("SpecificHealthCheckupsInfo"));
  EXPECT_THAT(open()->identify("VISIT2", by_face("child"))->questions, Not(Contains("SpecificHealthCheckupsInfo")));
}

TEST_F(Visit, certificate_near_its_end_is_told) {
  const auto answer = open()->identify("VISIT1", by_face(holders_->certificate(serials_.at("adult"), -100, 40)));
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->notices, ElementsAre("certificate_ends_soon"));
}

TEST_F(Visit, certificate_in_grace_gives_eligibility_without_medical_questions) {
  const auto answer = open()->identify("VISIT1", by_face(holders_->certificate(serials_.at("adult"), -1000, -30)));
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->notices, ElementsAre("certificate_in_grace"));
  EXPECT_TRUE(answer->questions.empty());
}

TEST_F(Visit, first_use_registers_and_goes_on) {
  auto port = open();
  const auto answer = port->identify("VISIT1", by_face("first_use"));
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->registered);
  ASSERT_EQ(reason_of(port->register_card("VISIT1", answer->insurance_id)), "none");
  EXPECT_EQ(reason_of(port->eligibility("VISIT1", answer->insurance_id, {})), "none");
}

TEST_F(Visit, record_carries_person_and_insurance) {
  const auto message = whole_visit("adult");
  ASSERT_TRUE(message) << describe(message.error());
  ASSERT_EQ(message->records().size(), 1U);
  const auto& record = *message->records().front();
  EXPECT_EQ(record.value("Name"), "見本　太郎");
  EXPECT_EQ(record.value("NameKana"), "ﾐﾎﾝ ﾀﾛｳ");
  EXPECT_EQ(record.value("InsurerNumber"), "06990010");
  EXPECT_EQ(record.value("Birthdate"), "19850412");
}

TEST_F(Visit, given_consent_has_its_time_and_ends_after_a_day) {
  const auto message = whole_visit("adult", {{"PharmacistsInfo", true}, {"DiagnosisInfo", false}});
  ASSERT_TRUE(message);
  const auto& record = *message->records().front();
  EXPECT_EQ(record.value("PharmacistsInfoConsFlg"), "1");
  const auto day = [&](const char* name) { return to_days(*parse_date(record.value(name).substr(0, 8))); };
  EXPECT_EQ(day("PharmacistsInfoAvailableTime") - day("PharmacistsInfoConsTime"), 1);
}

TEST_F(Visit, refused_consent_is_a_bare_flag) {
  const auto message = whole_visit("adult", {{"DiagnosisInfo", false}});
  ASSERT_TRUE(message);
  const auto& record = *message->records().front();
  EXPECT_EQ(record.value("DiagnosisInfoConsFlg"), "0");
  EXPECT_EQ(record.find("DiagnosisInfoConsTime"), nullptr);
}

TEST_F(Visit, specific_disease_comes_only_with_consent) {
  const auto without = whole_visit("senior");
  ASSERT_TRUE(without);
  EXPECT_EQ(without->records().front()->find("SpecificDiseasesCertificateList"), nullptr);
  const auto with = whole_visit("senior", {{"SpecificDiseasesCertificateRelated", true}});
  ASSERT_TRUE(with);
  EXPECT_NE(with->records().front()->find("SpecificDiseasesCertificateList"), nullptr);
}

TEST_F(Visit, several_insurances_come_as_several_records) {
  const auto message = whole_visit("neighbour");
  ASSERT_TRUE(message);
  ASSERT_EQ(message->records().size(), 2U);
}

TEST_F(Visit, characters_outside_the_national_set_are_replaced) {
  const auto message = whole_visit("rare_name");
  ASSERT_TRUE(message);
  EXPECT_THAT(std::string(message->records().front()->value("Name")), testing::HasSubstr("●"));
}

TEST_F(Visit, asking_again_gives_the_same_answer_and_counts_once) {
  auto port = open();
  const auto identity = port->identify("VISIT1", by_face("adult"));
  ASSERT_TRUE(identity);
  const auto first = port->eligibility("VISIT1", identity->insurance_id, {});
  const auto second = port->eligibility("VISIT1", identity->insurance_id, {});
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->root, second->root);
  EXPECT_EQ(running_.on_loop([&] { return system_->visits(); }), 1U);
}

TEST_F(Visit, lost_answer_is_fetched_by_asking_again) {
  auto slow = settings();
  slow.time = std::chrono::milliseconds(400);
  auto port = open(std::move(slow));
  const auto identity = port->identify("VISIT1", by_face("adult"));
  ASSERT_TRUE(identity) << describe(identity.error());
  set("fault", "silent");
  EXPECT_EQ(reason_of(port->eligibility("VISIT1", identity->insurance_id, {})), "national_time_out");
  set("fault", "none");
  EXPECT_EQ(reason_of(port->eligibility("VISIT1", identity->insurance_id, {})), "none");
  EXPECT_EQ(running_.on_loop([&] { return system_->visits(); }), 1U);
}

TEST_F(Visit, requests_are_seen_without_secrets) {
  ASSERT_TRUE(open()->login());
  const auto seen = running_.on_loop([&] { return system_->requests(); });
  ASSERT_FALSE(seen.empty());
  EXPECT_EQ(seen.back().path, "/oqs-api-sim/auth/login");
  EXPECT_THAT(seen.back().summary, Not(testing::HasSubstr("Mihon")));
}

TEST_F(Visit, latency_is_waited_out) {
  set("latency_ms", "150");
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(open()->login());
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(150));
}

class EveryValidity : public Counter, public testing::WithParamInterface<int> {};

TEST_P(EveryValidity, arrives_as_an_answer) {
  set("persona.adult.validity", std::to_string(GetParam()));
  const auto message = whole_visit("adult");
  ASSERT_TRUE(message) << describe(message.error());
  EXPECT_EQ(static_cast<int>(*message->validity()), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Codes, EveryValidity, testing::Range(1, 7));

TEST_F(Visit, any_element_can_be_given_any_value) {
  set("persona.adult.record.ReasonOfLoss", "01");
  set("persona.adult.record.InsuredCardSymbol", "-");
  const auto message = whole_visit("adult");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->records().front()->value("ReasonOfLoss"), "01");
  EXPECT_EQ(message->records().front()->find("InsuredCardSymbol"), nullptr);
}

TEST_F(Visit, abnormal_segment_is_an_answer) {
  set("persona.adult.segment", "9");
  const auto message = whole_visit("adult");
  ASSERT_TRUE(message) << describe(message.error());
  EXPECT_FALSE(message->normal());
}

}  // namespace
}  // namespace omote::sim::national::test
