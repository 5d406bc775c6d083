#include "domain/eligibility/look_up.hpp"

#include <gtest/gtest.h>

namespace omote::eligibility {
namespace {

constexpr std::string_view kClinic = "1310000018";

Message question(LookUp kind = LookUp::Eligibility) {
  Message message;
  message.root.child("MessageHeader").set("MedicalInstitutionCode", kClinic);
  const bool reference = kind == LookUp::ReferenceNumber;
  auto& wanted =
      message.root.child("MessageBody").child(reference ? "ReferenceNumberRegistrationInfo" : "QualificationConfirmSearchInfo");
  wanted.set("InsurerNumber", "990010");
  wanted.set("InsuredIdentificationNumber", "1000101");
  if (reference) wanted.set("ReferenceNumber", "0042");
  if (!reference) wanted.set("Birthdate", "19850412");
  return message;
}

// Why the question is refused; "" when it is not.
std::string refusal(Message message, LookUp kind = LookUp::Eligibility) {
  const auto done = complete_look_up(message, kind, kClinic);
  return done ? ""
              : std::string(done.error().reason.text()) + " " + done.error().context.substr(0, done.error().context.find(':'));
}

Element& wanted(Message& message) {
  return message.root.child("MessageBody").child("QualificationConfirmSearchInfo");
}

TEST(LookUpName, both_kinds_in_any_case_are_known) {
  EXPECT_EQ(look_up_kind("OQSsiquc01req_202609300001.xml"), LookUp::Eligibility);
  EXPECT_EQ(look_up_kind("oqsSIimm01REQ_a-b_C.XML"), LookUp::ReferenceNumber);
}

TEST(LookUpName, others_are_not) {
  for (const auto* name : {"OQSsiquc01req_.xml", "OQSsiquc01res_1.xml", "OQSmuquc01req_1.xml", "OQSsiquc01req_1.tmp",
                           "OQSsiquc01req_../1.xml", ".OQSsiquc01req_1.xml", "OQSsiquc01req_1.xml.tmp", "xml", ""}) {
    EXPECT_FALSE(look_up_kind(name)) << name;
  }
  EXPECT_FALSE(look_up_kind("OQSsiquc01req_" + std::string(65, '1') + ".xml"));
}

TEST(LookUpName, answer_has_res_in_the_place_of_req) {
  EXPECT_EQ(answer_name("OQSsiquc01req_req_1.xml"), "OQSsiquc01res_req_1.xml");
}

TEST(LookUpQuestion, a_whole_one_may_be_asked) {
  EXPECT_EQ(refusal(question()), "");
  EXPECT_EQ(refusal(question(LookUp::ReferenceNumber), LookUp::ReferenceNumber), "");
}

TEST(LookUpQuestion, insurer_number_gets_its_eight_characters) {
  auto message = question();
  ASSERT_TRUE(complete_look_up(message, LookUp::Eligibility, kClinic));
  EXPECT_EQ(wanted(message).value("InsurerNumber"), "  990010");
}

TEST(LookUpQuestion, of_another_institution_is_refused) {
  auto message = question();
  message.root.child("MessageHeader").set("MedicalInstitutionCode", "1310000019");
  EXPECT_EQ(refusal(message), "look_up_of_another_institution 1310000019");
}

TEST(LookUpQuestion, what_is_missing_or_malformed_is_named) {
  const auto with = [](const char* element, const char* text) {
    auto message = question();
    wanted(message).set(element, text);
    return refusal(message);
  };
  EXPECT_EQ(with("InsurerNumber", "123456789"), "look_up_incomplete InsurerNumber");
  EXPECT_EQ(with("InsurerNumber", "12a"), "look_up_incomplete InsurerNumber");
  EXPECT_EQ(with("InsurerNumber", "   "), "look_up_incomplete InsurerNumber");
  EXPECT_EQ(with("InsuredIdentificationNumber", ""), "look_up_incomplete InsuredIdentificationNumber");
  EXPECT_EQ(with("InsuredBranchNumber", "001"), "look_up_incomplete InsuredBranchNumber");
  EXPECT_EQ(with("Birthdate", "19850431"), "look_up_incomplete Birthdate");
  EXPECT_EQ(refusal(question(), LookUp::ReferenceNumber), "look_up_incomplete ReferenceNumberRegistrationInfo");
  EXPECT_EQ(refusal(Message{}), "look_up_of_another_institution ");
}

}  // namespace
}  // namespace omote::eligibility
