#include "output/oqs/layout.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace omote::output::oqs {

namespace {

using eligibility::Element;
using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 9> kHeader{"ProcessExecutionTime",
                                                  "QualificationConfirmationDate",
                                                  "MedicalInstitutionCode",
                                                  "ArbitraryFileIdentifier",
                                                  "ReferenceClassification",
                                                  "SegmentOfResult",
                                                  "ErrorCode",
                                                  "ErrorMessage",
                                                  "CharacterCodeIdentifier"};

constexpr std::array<std::string_view, 8> kBody{"ResultList",
                                                "ProcessingResultStatus",
                                                "ProcessingResultCode",
                                                "ProcessingResultMessage",
                                                "QualificationValidity",
                                                "PrescriptionIssueSelect",
                                                "QualificationConfirmSearchInfo",
                                                "QualificationConfirmationKey"};

constexpr auto kRecord = std::to_array<std::string_view>({
    "InsuredCardClassification",
    "InsurerNumber",
    "InsuredCardSymbol",
    "InsuredIdentificationNumber",
    "InsuredBranchNumber",
    "PersonalFamilyClassification",
    "InsuredName",
    "Name",
    "NameOfOther",
    "NameKana",
    "NameOfOtherKana",
    "Sex1",
    "Sex2",
    "Birthdate",
    "Address",
    "PostNumber",
    "QualificationDate",
    "DisqualificationDate",
    "InsuredCertificateIssuanceDate",
    "InsuredCardValidDate",
    "InsuredCardExpirationDate",
    "InsuredPartialContributionRatio",
    "PreschoolClassification",
    "ReasonOfLoss",
    "InsurerName",
    "ElderlyRecipientCertificateInfo",
    "LimitApplicationCertificateRelatedConsFlg",
    "LimitApplicationCertificateRelatedConsTime",
    "LimitApplicationCertificateRelatedInfo",
    "SpecificDiseasesCertificateRelatedConsFlg",
    "SpecificDiseasesCertificateRelatedConsTime",
    "SpecificDiseasesCertificateList",
    "PublicExpenseResultList",
    "SpecificHealthCheckupsInfoConsFlg",
    "SpecificHealthCheckupsInfoConsTime",
    "SpecificHealthCheckupsInfoAvailableTime",
    "PharmacistsInfoConsFlg",
    "PharmacistsInfoConsTime",
    "PharmacistsInfoAvailableTime",
    "DiagnosisInfoConsFlg",
    "DiagnosisInfoConsTime",
    "DiagnosisInfoAvailableTime",
    "OperationInfoConsFlg",
    "OperationInfoConsTime",
    "OperationInfoAvailableTime",
    "ReferenceNumber",
    "ArbitraryIdentifier",
});

void order(Element& element, Names names) {
  const auto rank = [&](const Element& child) { return std::ranges::find(names, std::string_view(child.name)) - names.begin(); };
  std::ranges::stable_sort(element.children, {}, rank);
}

}  // namespace

void put_in_order(Element& root) {
  static constexpr std::array<std::string_view, 2> kParts{"MessageHeader", "MessageBody"};
  order(root, kParts);
  for (auto& part : root.children) {
    order(part, part.name == "MessageHeader" ? Names(kHeader) : Names(kBody));
    for (auto& list : part.children) {
      if (list.name != "ResultList") continue;
      for (auto& record : list.children) order(record, kRecord);
    }
  }
}

}  // namespace omote::output::oqs
