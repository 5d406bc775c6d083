#include "output/oqs/face_file.hpp"

#include <gmock/gmock.h>

#include <regex>

#include "tests/unit/output/golden.hpp"
#include "tests/unit/output/sample.hpp"

namespace omote::output::oqs {
namespace {

using eligibility::Encoding;
using testing::HasSubstr;
using testing::Not;

eligibility::Element record_of(const eligibility::Element& root) {
  return *root.find("MessageBody")->find("ResultList")->find("ResultOfQualificationConfirmation");
}

TEST(FaceFileName, is_the_fields) {
  const auto name = file_name("1312345678", token("a visit"), test::kMorning);

  EXPECT_TRUE(std::regex_match(name, std::regex("OQSsiquc01res_face_1312345678[0-9a-f]{20}_20261122093000\\.xml"))) << name;
}

TEST(FaceFileName, wrong_institution_code_cannot_leave_the_folder) {
  EXPECT_EQ(file_name("../../etc", "t", test::kMorning), "OQSsiquc01res_face_0000000000t_20261122093000.xml");
}

TEST(Token, is_the_visits_own) {
  EXPECT_EQ(token("one"), token("one"));
  EXPECT_NE(token("one"), token("two"));
}

TEST(FaceFile, cp932_matches_the_golden_file) {
  omote::test::expect_golden("output/face_cp932.xml", face_file(test::sample_delivery(), Encoding::ShiftJis)->bytes);
}

TEST(FaceFile, utf8_matches_the_golden_file) {
  omote::test::expect_golden("output/face_utf8.xml", face_file(test::sample_delivery(), Encoding::Utf8)->bytes);
}

TEST(FaceFile, both_encodings_hold_the_same_but_the_identifier) {
  auto sjis = *eligibility::parse_xml_file(face_file(test::sample_delivery(), Encoding::ShiftJis)->bytes);
  auto utf8 = *eligibility::parse_xml_file(face_file(test::sample_delivery(), Encoding::Utf8)->bytes);
  EXPECT_EQ(sjis.find("MessageHeader")->value("CharacterCodeIdentifier"), "1");
  EXPECT_EQ(utf8.find("MessageHeader")->value("CharacterCodeIdentifier"), "0");

  sjis.child("MessageHeader").set("CharacterCodeIdentifier", "0");

  EXPECT_EQ(sjis, utf8);
}

TEST(FaceFile, declaration_is_first_and_standalone_no) {
  EXPECT_THAT(face_file(test::sample_delivery(), Encoding::ShiftJis)->bytes,
              testing::StartsWith("<?xml version=\"1.0\" encoding=\"Shift_JIS\" standalone=\"no\"?>"));
}

TEST(FaceTree, insurer_number_is_padded_with_blanks_to_eight) {
  EXPECT_EQ(record_of(face_tree(test::sample_delivery(), Encoding::Utf8)).value("InsurerNumber"), "  123456");
}

TEST(FaceTree, kana_are_half_width_and_names_parted_by_a_full_width_blank) {
  const auto record = record_of(face_tree(test::sample_delivery(), Encoding::Utf8));

  EXPECT_EQ(record.value("NameKana"), "ﾀｶｻｷ ﾐﾎﾝ");
  EXPECT_EQ(record.value("Name"), "髙﨑　見本");
}

TEST(FaceTree, given_consent_has_its_triplet) {
  const auto record = record_of(face_tree(test::sample_delivery(), Encoding::Utf8));

  EXPECT_EQ(record.value("PharmacistsInfoConsFlg"), "1");
  EXPECT_EQ(record.value("PharmacistsInfoConsTime"), "20261122092955");
  EXPECT_EQ(record.value("PharmacistsInfoAvailableTime"), "20261123092955");
}

TEST(FaceTree, refused_consent_has_only_its_flag) {
  const auto record = record_of(face_tree(test::sample_delivery(), Encoding::Utf8));

  EXPECT_EQ(record.value("DiagnosisInfoConsFlg"), "0");
  EXPECT_EQ(record.find("DiagnosisInfoConsTime"), nullptr);
  EXPECT_EQ(record.find("DiagnosisInfoAvailableTime"), nullptr);
}

TEST(FaceTree, limit_consent_has_no_time_of_availability) {
  EXPECT_EQ(record_of(face_tree(test::sample_delivery(), Encoding::Utf8)).find("LimitApplicationCertificateRelatedAvailableTime"),
            nullptr);
}

TEST(FaceTree, empty_optional_elements_are_left_out) {
  EXPECT_EQ(record_of(face_tree(test::sample_delivery(), Encoding::Utf8)).find("NameOfOther"), nullptr);
}

TEST(FaceTree, unknown_elements_are_kept_behind_the_known) {
  auto delivery = test::sample_delivery();
  auto& record = delivery.message.root.child("MessageBody").child("ResultList").child("ResultOfQualificationConfirmation");
  record.children.insert(record.children.begin(), {"SomethingNew", "x", {}});

  const auto got = record_of(face_tree(delivery, Encoding::Utf8));

  EXPECT_EQ(got.children.front().name, "InsuredCardClassification");
  EXPECT_EQ(got.children.back().name, "SomethingNew");
}

TEST(FaceTree, normal_result_carries_no_error_and_an_abnormal_one_does) {
  auto delivery = test::sample_delivery();
  auto& header = delivery.message.root.child("MessageHeader");
  header.set("ErrorCode", "OQSB0001E");
  EXPECT_EQ(face_tree(delivery, Encoding::Utf8).find("MessageHeader")->find("ErrorCode"), nullptr);

  header.set("SegmentOfResult", "9");
  EXPECT_EQ(face_tree(delivery, Encoding::Utf8).find("MessageHeader")->value("ErrorCode"), "OQSB0001E");
}

TEST(FaceTree, header_of_the_national_system_is_not_overwritten) {
  auto delivery = test::sample_delivery();
  delivery.message.root.child("MessageHeader").set("ProcessExecutionTime", "20261122092959");

  EXPECT_EQ(face_tree(delivery, Encoding::Utf8).find("MessageHeader")->value("ProcessExecutionTime"), "20261122092959");
}

TEST(FaceFile, two_insurances_are_two_records) {
  auto delivery = test::sample_delivery();
  delivery.message.root.child("MessageBody").child("ResultList").add(test::sample_record());

  const auto tree = *eligibility::parse_xml_file(face_file(delivery, Encoding::ShiftJis)->bytes);

  EXPECT_EQ((eligibility::Message{tree}.records().size()), 2u);
}

TEST(FaceFile, characters_outside_cp932_are_reported_and_stay_in_utf8) {
  auto delivery = test::sample_delivery();
  delivery.message.root.child("MessageBody")
      .child("ResultList")
      .child("ResultOfQualificationConfirmation")
      .set("Name", "𠮷　見本");

  const auto sjis = face_file(delivery, Encoding::ShiftJis);
  const auto utf8 = face_file(delivery, Encoding::Utf8);

  EXPECT_THAT(sjis->replaced, testing::ElementsAre(U'𠮷'));
  EXPECT_EQ(record_of(*eligibility::parse_xml_file(sjis->bytes)).value("Name"), "●　見本");
  EXPECT_EQ(record_of(*eligibility::parse_xml_file(utf8->bytes)).value("Name"), "𠮷　見本");
}

}  // namespace
}  // namespace omote::output::oqs
