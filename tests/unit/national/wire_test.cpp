#include "national/https/wire.hpp"

#include <gtest/gtest.h>

namespace omote::national::https {
namespace {

constexpr auto* kPolicy =
    R"({"idToken":"t","mode":"unattended","faceSecurityLevel":3,"livenessChallenge":true,"prescriptionChoice":false,)"
    R"("staffCode":"","notice":""})";

std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(Wire, session_is_read) {
  const auto session = read_session(kPolicy);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->token, "t");
}

TEST(Wire, session_without_token_is_refused) {
  EXPECT_FALSE(read_session(with(kPolicy, R"("idToken":"t",)", "")));
}

TEST(Wire, unknown_mode_is_refused) {
  EXPECT_FALSE(read_policy(with(kPolicy, "unattended", "holiday")));
}

TEST(Wire, strength_outside_its_range_is_refused) {
  EXPECT_FALSE(read_policy(with(kPolicy, ":3", ":1")));
  EXPECT_FALSE(read_policy(with(kPolicy, ":3", ":4294967299")));
}

TEST(Wire, staff_code_that_is_no_hash_is_refused) {
  EXPECT_FALSE(read_policy(with(kPolicy, R"("staffCode":"")", R"("staffCode":"2468")")));
}

TEST(Wire, challenge_of_another_visit_is_refused) {
  const std::string body = R"({"visit":"B","challenge":")" + std::string(64, 'a') + "\"}";
  EXPECT_TRUE(read_challenge(body, "B"));
  EXPECT_FALSE(read_challenge(body, "A"));
}

TEST(Wire, short_challenge_is_refused) {
  EXPECT_FALSE(read_challenge(R"({"visit":"A","challenge":"aa"})", "A"));
}

TEST(Wire, identity_without_person_is_refused) {
  EXPECT_FALSE(read_identity(R"({"visit":"A","insuranceId":"","registered":true,"age":3,"questions":[],"notices":[]})", "A"));
}

TEST(Wire, proof_by_pin_carries_the_signature_and_no_face) {
  ports::IdentityProof proof;
  proof.way = ports::Way::Pin;
  proof.signature = {1, 2, 3};
  const auto text = identity_request("A", proof);
  EXPECT_NE(text.find(R"("signature":"AQID")"), std::string::npos);
  EXPECT_EQ(text.find("faceDistance"), std::string::npos);
}

TEST(Wire, consents_go_as_flags) {
  const auto text =
      eligibility_request("A", "I", {{"DiagnosisInfo", false}, {"PharmacistsInfo", true}}, "9910000001", {2026, 11, 22});
  EXPECT_NE(text.find(R"("consents":{"DiagnosisInfo":"0","PharmacistsInfo":"1"})"), std::string::npos);
  EXPECT_NE(text.find(R"("QualificationConfirmationDate":"20261122")"), std::string::npos);
}

TEST(Wire, answer_without_validity_is_refused) {
  const std::string body =
      R"({"visit":"A","insuranceId":"I","XmlMsg":{"MessageHeader":{"MedicalInstitutionCode":"9910000001",)"
      R"("ReferenceClassification":"1","SegmentOfResult":"1"},"MessageBody":{"QualificationValidity":"1"}}})";
  EXPECT_TRUE(read_eligibility(body, "A", "I", "9910000001"));
  EXPECT_FALSE(
      read_eligibility(with(body, R"("QualificationValidity":"1")", R"("QualificationValidity":"7")"), "A", "I", "9910000001"));
}

TEST(Wire, page_of_something_in_between_is_no_refusal) {
  EXPECT_FALSE(read_refusal("<html>"));
  EXPECT_FALSE(read_refusal(R"({"error":"no"})"));
}

}  // namespace
}  // namespace omote::national::https
