#include "sim/national/insured.hpp"

#include <gmock/gmock.h>

#include <set>

namespace omote::sim::national {
namespace {

const Date kToday{2026, 11, 22};
const WallTime kNow = from_jst({kToday, 9, 0, 0, 0});

const std::vector<Insured>& everybody() {
  static const auto kPeople = load_insured(std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas", kToday);
  EXPECT_TRUE(kPeople) << describe(kPeople.error());
  return *kPeople;
}

// The elements of reference layouts: a slip of the pen in a persona's file is found here.
const std::set<std::string, std::less<>> kNames{"InsuredCardClassification",
                                                "InsurerNumber",
                                                "InsuredCardSymbol",
                                                "InsuredIdentificationNumber",
                                                "InsuredBranchNumber",
                                                "PersonalFamilyClassification",
                                                "InsuredName",
                                                "InsurerName",
                                                "QualificationDate",
                                                "DisqualificationDate",
                                                "InsuredCertificateIssuanceDate",
                                                "InsuredCardValidDate",
                                                "InsuredCardExpirationDate",
                                                "InsuredPartialContributionRatio",
                                                "PreschoolClassification",
                                                "ReasonOfLoss",
                                                "ElderlyRecipientCertificateInfo",
                                                "ElderlyRecipientCertificateDate",
                                                "ElderlyRecipientValidStartDate",
                                                "ElderlyRecipientValidEndDate",
                                                "ElderlyRecipientContributionRatio",
                                                "LimitApplicationCertificateRelatedInfo",
                                                "LimitApplicationCertificateClassification",
                                                "LimitApplicationCertificateClassificationFlag",
                                                "LimitApplicationCertificateDate",
                                                "LimitApplicationCertificateValidStartDate",
                                                "LimitApplicationCertificateValidEndDate",
                                                "SpecificDiseasesCertificateList",
                                                "SpecificDiseasesCertificateInfo",
                                                "SpecificDiseasesDiseaseCategory",
                                                "SpecificDiseasesCertificateDate",
                                                "SpecificDiseasesValidStartDate",
                                                "SpecificDiseasesValidEndDate",
                                                "SpecificDiseasesSelfPay",
                                                "PublicExpenseResultList",
                                                "MedicalTicketInfo",
                                                "TicketType",
                                                "MedicalTicketValidDate",
                                                "MedicalTicketExpirationDate",
                                                "IssueNumber",
                                                "DesignatedMedicalInstitutionCode",
                                                "DesignatedMedicalInstitutionFlag",
                                                "DesignatedMedicalInstitutionName",
                                                "InjuryName1",
                                                "MedicalTreatmentType",
                                                "SelfPayAmount",
                                                "SingleOrCombinedUse",
                                                "StatusOfSocialInsurance"};

void expect_known(const eligibility::Element& element, const std::string& who) {
  for (const auto& child : element.children) {
    EXPECT_TRUE(kNames.contains(child.name)) << who << ": " << child.name;
    if (child.name.ends_with("Date")) {
      EXPECT_TRUE(parse_date(child.text)) << who << ": " << child.name << " " << child.text;
    }
    expect_known(child, who);
  }
}

TEST(Insured, every_element_of_every_persona_is_known_and_every_date_real) {
  for (const auto& one : everybody()) {
    for (const auto& record : one.records) expect_known(record, one.persona.id);
  }
}

TEST(Insured, insurer_numbers_have_eight_places) {
  for (const auto& one : everybody()) {
    for (const auto& record : one.records) EXPECT_EQ(record.value("InsurerNumber").size(), 8U) << one.persona.id;
  }
}

TEST(Insured, only_the_first_user_is_not_registered) {
  for (const auto& one : everybody()) EXPECT_EQ(one.registered, one.persona.id != "first_use") << one.persona.id;
}

TEST(Insured, lookup_brings_no_medical_consents) {
  const auto records = records_for_lookup(everybody().front(), false, kNow);
  ASSERT_FALSE(records.empty());
  EXPECT_EQ(records.front().find("PharmacistsInfoConsFlg"), nullptr);
}

TEST(Insured, limit_certificate_comes_only_when_it_was_asked_for) {
  const auto at = std::ranges::find(everybody(), "adult", [](const Insured& one) { return one.persona.id; });
  ASSERT_NE(at, everybody().end());
  EXPECT_EQ(records_for_lookup(*at, false, kNow).front().find("LimitApplicationCertificateRelatedInfo"), nullptr);
  EXPECT_NE(records_for_lookup(*at, true, kNow).front().find("LimitApplicationCertificateRelatedInfo"), nullptr);
}

TEST(Insured, characters_of_the_national_set_stay_as_they_are) {
  EXPECT_EQ(in_national_characters("髙﨑①Ⅲ～－"), "髙﨑①Ⅲ～－");
}

TEST(Insured, characters_outside_it_become_a_black_circle) {
  EXPECT_EQ(in_national_characters("𠮷"), "●");
}

}  // namespace
}  // namespace omote::sim::national
